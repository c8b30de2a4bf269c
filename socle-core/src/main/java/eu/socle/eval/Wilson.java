package eu.socle.eval;

/// The 95 % interval of a share (Wilson 1927), which stays within 0 and 1 also for few examples.
record Wilson(double low, double high) {

    private static final double Z =
            1.959964; // 97.5 % of the standard normal distribution lie below

    static Wilson of(long right, long count) {
        double share = (double) right / count;
        double spread = Z * Z / count;
        double middle = (share + spread / 2) / (1 + spread);
        double half =
                Z / (1 + spread) * Math.sqrt(share * (1 - share) / count + spread / (4.0 * count));
        return new Wilson(Math.max(0, middle - half), Math.min(1, middle + half));
    }
}
