package eu.socle.data.rights.licence;

import java.util.Locale;
import java.util.Set;

/// What kind of permission a licence is, for policies: a choice of ours about identifiers of the
/// SPDX list. What is not sorted in is [#OTHER] and never allowed by a class.
public enum LicenceClass {
    PUBLIC_DOMAIN,
    /// Open content and data that ask for attribution.
    ATTRIBUTION,
    /// Permissive software licences.
    PERMISSIVE,
    /// Works made from it stand under the same terms.
    SHARE_ALIKE,
    NON_COMMERCIAL,
    NO_DERIVATIVES,
    OTHER;

    private static final Set<String> DEDICATED =
            words(
                    """
                    CC0-1.0 CC-PDDC CC-PDM-1.0 PDDL-1.0 Unlicense SAX-PD SAX-PD-2.0 NIST-PD NIST-PD-fallback blessing
                    DL-DE-ZERO-2.0 LicenseRef-Public-Domain
                    """);

    private static final Set<String> CREDITED =
            words(
                    """
                    ODC-By-1.0 etalab-2.0 OGL-UK-1.0 OGL-UK-2.0 OGL-UK-3.0 OGL-Canada-2.0 OGTSL DL-DE-BY-2.0 NLOD-1.0
                    NLOD-2.0 CDLA-Permissive-1.0 CDLA-Permissive-2.0 LicenseRef-etalab-1.0
                    """);

    private static final Set<String> FREE =
            words(
                    """
                    0BSD AFL-2.0 AFL-2.1 AFL-3.0 Apache-1.1 Apache-2.0 Artistic-2.0 BSD-1-Clause BSD-2-Clause
                    BSD-2-Clause-Patent BSD-2-Clause-Views BSD-3-Clause BSD-3-Clause-Clear BSD-3-Clause-LBNL BSD-4-Clause
                    BSD-Source-Code BSL-1.0 BlueOak-1.0.0 CNRI-Python curl ECL-2.0 EFL-2.0 FSFAP FSFUL FSFULLR FTL HPND ICU
                    IJG ISC Libpng libpng-2.0 libtiff MIT MIT-0 MIT-CMU MIT-Modern-Variant MIT-feh MirOS MS-PL MulanPSL-2.0
                    NCSA NTP OpenSSL PHP-3.01 PostgreSQL PSF-2.0 Python-2.0 Ruby TCL Unicode-3.0 Unicode-DFS-2015
                    Unicode-DFS-2016 UPL-1.0 Vim W3C W3C-20150513 WTFPL X11 XFree86-1.1 Xnet Zlib zlib-acknowledgement
                    ZPL-2.0 ZPL-2.1
                    """);

    private static final Set<String> RECIPROCAL =
            words(
                    """
                    ODbL-1.0 CDLA-Sharing-1.0 MPL-1.1 MPL-2.0 EPL-1.0 EPL-2.0 EUPL-1.0 EUPL-1.1 EUPL-1.2 CDDL-1.0 CDDL-1.1
                    CECILL-2.0 CECILL-2.1 CECILL-C OSL-3.0 MS-RL CPL-1.0 IPL-1.0 LPPL-1.3c QPL-1.0 OFL-1.1
                    CERN-OHL-S-2.0 CERN-OHL-W-2.0
                    """);

    /// The class of an SPDX identifier.
    public static LicenceClass of(String id) {
        if (id.startsWith("CC-BY")) {
            String parts = id.substring("CC-BY".length());
            return parts.contains("-NC")
                    ? NON_COMMERCIAL
                    : parts.contains("-ND")
                            ? NO_DERIVATIVES
                            : parts.contains("-SA") ? SHARE_ALIKE : ATTRIBUTION;
        }
        if (DEDICATED.contains(id)) {
            return PUBLIC_DOMAIN;
        }
        if (CREDITED.contains(id)) {
            return ATTRIBUTION;
        }
        if (FREE.contains(id)) {
            return PERMISSIVE;
        }
        boolean gnu =
                id.startsWith("GPL-")
                        || id.startsWith("LGPL-")
                        || id.startsWith("AGPL-")
                        || id.startsWith("GFDL-");
        return gnu || RECIPROCAL.contains(id) ? SHARE_ALIKE : OTHER;
    }

    /// The name in recipes: lower case with hyphens.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Set<String> words(String list) {
        return Set.of(list.strip().split("\\s+", -1));
    }
}
