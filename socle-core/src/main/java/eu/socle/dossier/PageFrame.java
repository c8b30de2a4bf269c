package eu.socle.dossier;

import eu.socle.core.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/// What every page has: policy, style, language switch.
public final class PageFrame {

    /// Chooses French where the browser asks for it; the switch works without it.
    private static final String SCRIPT =
            "if((navigator.language||'').slice(0,2)==='fr')document.getElementById('show-fr').checked=true;";

    /// Everything after the page's own content.
    public static final String FOOT = "</main><script>" + SCRIPT + "</script></body></html>\n";

    private static final String STYLE =
            """
            :root{color-scheme:light dark;--ink:#1b2430;--soft:#5b6776;--paper:#fdfdfb;--card:#f3f4f0;--line:#d9dcd6;--accent:#0b5cad;--held:#b3500b;--good:#1d6b3a;--warn:#8a5a00}
            @media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--soft:#a3adba;--paper:#14181e;--card:#1d232b;--line:#343c47;--accent:#7fb7f5;--held:#f0a35e;--good:#7fcf9b;--warn:#e2b45a}}
            *{box-sizing:border-box}
            body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 "Source Sans 3","Segoe UI",system-ui,-apple-system,"Helvetica Neue",Arial,sans-serif}
            main{max-width:62rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
            .switch{max-width:62rem;margin:0 auto;padding:1rem 1.25rem 0;text-align:right}
            .switch label{padding:.2rem .6rem;border:1px solid var(--line);border-radius:1rem;cursor:pointer;font-size:.85rem;color:var(--soft)}
            input.lang{position:absolute;opacity:0}
            #show-en:focus-visible~.switch label[for=show-en],#show-fr:focus-visible~.switch label[for=show-fr]{outline:2px solid var(--accent)}
            #show-en:checked~.switch label[for=show-en],#show-fr:checked~.switch label[for=show-fr]{background:var(--ink);color:var(--paper)}
            #show-en:checked~main [lang=fr],#show-fr:checked~main [lang=en]{display:none}
            .kicker{margin:0;color:var(--soft);letter-spacing:.02em}
            h1{font-size:2.2rem;line-height:1.15;margin:.1rem 0 .4rem}
            h2{font-size:1.3rem;margin:2.6rem 0 .6rem;padding-top:.9rem;border-top:1px solid var(--line)}
            .verdict{margin:0;color:var(--soft)}
            .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:.8rem;margin:1.6rem 0 0}
            .tile{background:var(--card);border-radius:.5rem;padding:.9rem 1rem}
            .big{display:block;font-size:1.35rem;font-weight:650;font-variant-numeric:tabular-nums}
            .label{color:var(--soft);font-size:.88rem}
            dl{display:grid;grid-template-columns:minmax(9rem,15rem) 1fr;gap:.3rem 1rem;margin:.5rem 0}
            dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
            .scroll{overflow-x:auto;margin:.8rem 0 1.2rem}
            table{border-collapse:collapse;width:100%;font-size:.94rem}
            caption{text-align:left;font-weight:600;padding-bottom:.3rem}
            th{text-align:left;font-weight:600;color:var(--soft);border-bottom:1px solid var(--line);padding:.35rem .7rem .35rem 0;vertical-align:bottom}
            td{border-bottom:1px solid var(--line);padding:.35rem .7rem .35rem 0;vertical-align:top}
            .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
            code{font:.86em ui-monospace,"SFMono-Regular",Menlo,Consolas,monospace;overflow-wrap:anywhere}
            td code{color:var(--soft)}
            pre{background:var(--card);padding:.8rem 1rem;border-radius:.5rem;overflow-x:auto}
            .hash{font-size:.78em}.day{white-space:nowrap}
            .sum{font-size:1.1rem}
            .note,small{color:var(--soft);font-size:.88rem}
            .status{font-size:.85rem;border-radius:1rem;padding:.05rem .5rem;border:1px solid currentColor}
            .measured,.counted{color:var(--good)}.modelled,.derived{color:var(--warn)}.unknown{color:var(--held)}
            figure{margin:1.2rem 0}figcaption{font-weight:600;margin-bottom:.3rem}
            .chart{width:100%;height:auto;display:block}
            .chart text{fill:var(--soft);font-size:12px}
            .grid{stroke:var(--line);stroke-width:1}
            polyline{fill:none;stroke-width:1.8;stroke-linejoin:round}
            polyline.train{stroke:var(--accent)}polyline.held{stroke:var(--held);stroke-width:2.6}
            .key{font-weight:400;color:var(--soft);font-size:.88rem;margin-left:.8rem}
            .key::before{content:"";display:inline-block;width:1.2rem;height:.2rem;vertical-align:middle;margin-right:.35rem;background:var(--accent)}
            .key.held::before{background:var(--held)}
            .bar{display:grid;grid-template-columns:minmax(8rem,16rem) 1fr 4rem;gap:.8rem;align-items:center;margin:.15rem 0}
            .bar svg{width:100%;height:.8rem;display:block}.bar rect{fill:var(--accent)}
            .bar .value{text-align:right;font-variant-numeric:tabular-nums}
            details summary{cursor:pointer;color:var(--accent)}
            @media(max-width:34rem){dl{grid-template-columns:1fr}dt{margin-top:.4rem}.bar{grid-template-columns:1fr 3rem}.bar .track{grid-column:1/-1;grid-row:2}h1{font-size:1.7rem}}
            @media print{.switch{display:none}main{max-width:none}details{display:block}}
            """;

    private PageFrame() {}

    /// Everything up to the page's own content.
    static String head(String title) {
        return head(title, "");
    }

    /// Everything up to the page's own content.
    ///
    /// @param title already escaped
    /// @param more style of this page alone
    public static String head(String title, String more) {
        byte[] hash =
                HexFormat.of().parseHex(Digest.of(SCRIPT.getBytes(StandardCharsets.UTF_8)).hex());
        String policy =
                "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"
                        + Base64.getEncoder().encodeToString(hash)
                        + "'";
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\""
                + policy
                + "\"><title>"
                + title
                + " · Socle</title><style>"
                + STYLE
                + more
                + "</style></head><body>"
                + "<input class=\"lang\" type=\"radio\" name=\"lang\" id=\"show-en\" checked><input class=\"lang\" type=\"radio\" name=\"lang\" id=\"show-fr\">"
                + "<nav class=\"switch\" aria-label=\"Language / Langue\"><label for=\"show-en\">English</label> <label for=\"show-fr\">Français</label></nav><main>";
    }
}
