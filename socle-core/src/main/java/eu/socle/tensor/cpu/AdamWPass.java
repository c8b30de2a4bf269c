package eu.socle.tensor.cpu;

import static eu.socle.tensor.cpu.Lanes.L;

import eu.socle.tensor.AdamW;
import jdk.incubator.vector.FloatVector;

/// One step of AdamW over a run of parameters, in one pass: m = b1 m + (1 - b1) g, v = b2 v + (1 -
/// b2) g^2, w = w decay - rate m / (sqrt(v c) + epsilon).
///
/// @param decay 1 - learning rate * weight decay
/// @param rate learning rate / (1 - b1^step)
/// @param correction 1 / (1 - b2^step)
record AdamWPass(
        float scale,
        float beta1,
        float beta2,
        float epsilon,
        float decay,
        float rate,
        float correction) {

    static AdamWPass of(AdamW constants, double learningRate, long step, double gradientScale) {
        double correction1 = 1 - StrictMath.pow(constants.beta1(), step);
        double correction2 = 1 - StrictMath.pow(constants.beta2(), step);
        return new AdamWPass(
                (float) gradientScale,
                constants.beta1(),
                constants.beta2(),
                constants.epsilon(),
                (float) (1 - learningRate * constants.weightDecay()),
                (float) (learningRate / correction1),
                (float) (1 / correction2));
    }

    void update(long w, long g, long m, long v, int n) {
        FloatVector b1 = FloatVector.broadcast(Lanes.F, beta1);
        FloatVector b2 = FloatVector.broadcast(Lanes.F, beta2);
        FloatVector rest1 = FloatVector.broadcast(Lanes.F, 1 - beta1);
        FloatVector rest2 = FloatVector.broadcast(Lanes.F, 1 - beta2);
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector gradient = Lanes.load(g, i).mul(scale);
            FloatVector first = Lanes.load(m, i).mul(b1).add(gradient.mul(rest1));
            FloatVector second = Lanes.load(v, i).mul(b2).add(gradient.mul(gradient).mul(rest2));
            Lanes.store(first, m, i);
            Lanes.store(second, v, i);
            FloatVector update = first.mul(rate).div(second.mul(correction).sqrt().add(epsilon));
            Lanes.store(Lanes.load(w, i).mul(decay).sub(update), w, i);
        }
        for (; i < n; i++) {
            float gradient = Lanes.get(g, i) * scale;
            float first = Lanes.get(m, i) * beta1 + gradient * (1 - beta1);
            float second = Lanes.get(v, i) * beta2 + gradient * gradient * (1 - beta2);
            Lanes.set(m, i, first);
            Lanes.set(v, i, second);
            float update = first * rate / ((float) Math.sqrt(second * correction) + epsilon);
            Lanes.set(w, i, Lanes.get(w, i) * decay - update);
        }
    }
}
