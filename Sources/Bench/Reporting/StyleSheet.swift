/// The page's style: one column of text, light and dark, print, and two widths of pictures.
///
/// Accents are those of Okabe and Ito, *Color Universal Design*, 2008; on the dark page the dark
/// blue and the black give way to yellow and white of the same set.
enum StyleSheet {
  static let text = colours + page + tables + pictures + screens

  private static let colours = """
    :root{color-scheme:light dark;--bg:#fdfdfb;--card:#f5f5f1;--ink:#1b1f23;--muted:#5d656d;
    --rule:#dcdcd5;--grid:#e9e9e3;--good:#00755a;--bad:#b64a00;--shade:#d55e00;--onfill:#10151a;--onbar:#fff;--span:.65;
    --a0:#0072b2;--a1:#d55e00;--a2:#009e73;--a3:#cc79a7;--a4:#e69f00;--a5:#56b4e9;--a6:#8a8f94}
    @media(prefers-color-scheme:dark){:root{--bg:#14171a;--card:#1d2125;--ink:#e8e8e4;
    --muted:#a0a7ae;--rule:#343a40;--grid:#272c31;--good:#2fc79a;--bad:#f2884b;--shade:#f2884b;
    --onbar:#10151a;--span:.9;--a0:#56b4e9;--a1:#ec7a2d;--a2:#1fbf92;--a3:#dc93bb;--a4:#e69f00;--a5:#f0e442;--a6:#9aa0a6}}

    """

  private static let page = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,
    "Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
    main{max-width:60rem;margin:0 auto;padding:2rem 1.25rem 4rem}
    h1{font-size:1.75rem;line-height:1.2;margin:0 0 .35rem;letter-spacing:-.015em;font-weight:650}
    h2{font-size:1.2rem;margin:3rem 0 .6rem;padding-top:.9rem;border-top:1px solid var(--rule);
    font-weight:650}
    h3{font-size:1rem;margin:0 0 .4rem;font-weight:600}
    p{margin:.4rem 0 .9rem;max-width:44rem}
    .why{color:var(--muted);font-size:1.05rem}
    .facts{font-size:.9rem;color:var(--muted)}.facts span{display:inline-block;max-width:100%}
    a{color:var(--a0)}
    code,.id{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;
    font-size:.86em}
    .verdict{border-left:5px solid var(--muted);background:var(--card);padding:.9rem 1.1rem;
    margin:1.4rem 0;border-radius:0 6px 6px 0}
    .verdict.met{border-color:var(--good)}.verdict.missed{border-color:var(--bad)}
    .verdict>strong{font-size:1.1rem}
    .verdict ul{list-style:none;margin:.6rem 0 0;padding:0}
    .verdict li{display:grid;grid-template-columns:7rem 1fr auto;gap:.1rem .9rem;padding:.35rem 0;
    border-top:1px solid var(--rule);align-items:baseline}
    .verdict .found{text-align:right}
    .verdict .found small{color:var(--muted);display:block}
    .status{font-weight:600;white-space:nowrap}
    .status.met{color:var(--good)}.status.missed{color:var(--bad)}
    .status.undecided{color:var(--muted)}
    nav{font-size:.9rem;color:var(--muted);margin:1rem 0 0}
    nav a{margin-right:1rem;white-space:nowrap}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.2rem;margin:.5rem 0;
    font-size:.9rem}
    dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}

    """

  private static let tables = """
    .scroll{overflow-x:auto;margin:.6rem 0 1rem;-webkit-overflow-scrolling:touch}
    table{border-collapse:collapse;font-size:.85rem;min-width:100%}
    .caption{color:var(--muted);font-size:.9rem;margin:1.4rem 0 0}
    th,td{padding:.32rem .6rem;text-align:left;vertical-align:baseline}
    th:first-child,td:first-child{padding-left:0}
    thead th{border-bottom:1.5px solid var(--ink);font-weight:600;white-space:nowrap}
    tbody td,tbody th{border-top:1px solid var(--grid)}
    tbody th{font-weight:400}
    .num{text-align:right;white-space:nowrap}
    tr.stage th{font-weight:650;padding-top:1.1rem;border-top:0;text-transform:capitalize}
    .scores tr.score th{white-space:nowrap}.scores p{white-space:normal}
    .scores summary.id{color:inherit;width:auto}
    .scores p{margin:.25rem 0 .25rem .9rem;max-width:38rem;font-size:.8rem;color:var(--muted);
    font-weight:400}
    .scores small{display:block;margin-left:.9rem;color:var(--muted);font-weight:400}
    tr.unmeasured td{color:var(--muted)}tr.unmeasured summary{width:auto;font-size:.8rem}
    tr.own th,tr.own td{font-weight:650}
    summary{cursor:pointer;color:var(--muted);width:max-content}
    summary:hover{color:var(--ink)}

    """

  private static let pictures = """
    figure{margin:1.6rem 0 2.2rem}
    figcaption{color:var(--muted);font-size:.9rem;max-width:44rem;margin:.35rem 0 0}
    .data{font-size:.82rem;color:var(--muted);margin-top:.3rem}
    svg{display:block;width:100%;height:auto;overflow:visible}
    svg.narrow{display:none}
    svg text{font-size:12px;fill:var(--ink);font-family:inherit}
    svg .tick,svg .axis{fill:var(--muted);font-size:11.5px}
    svg .note{fill:var(--muted);font-size:11px}
    svg .value{font-size:12px}
    svg .strong{font-weight:650}
    svg .spantext{font-size:11px;fill:var(--onfill)}
    svg .parttext{font-size:11px;fill:var(--onbar)}
    svg .halo,svg .lane,svg .strong{paint-order:stroke;stroke:var(--bg);
    stroke-width:4px;stroke-linejoin:round}
    .grid{stroke:var(--grid);stroke-width:1}.grid.day{stroke:var(--rule)}
    .base{stroke:var(--muted);stroke-width:1}
    .player{stroke:var(--ink);stroke-width:1.2;stroke-dasharray:2 3}
    .line{fill:none;stroke-width:1.8;stroke-linejoin:round;stroke-linecap:round}
    .thin{stroke-width:1.3}.dash{stroke-dasharray:5 4}
    .cross{fill:none;stroke-width:1.6}.tickmark{stroke-width:1;opacity:.75}
    .target{stroke:var(--ink);stroke-width:2}
    .hollow{fill:var(--bg);stroke:var(--muted);stroke-width:1.8}
    .whisker{stroke:var(--ink);stroke-width:1.3}
    .band{opacity:.2}.soft{opacity:.35}.interval{opacity:.35}.bar{opacity:.88}
    .span{opacity:var(--span)}.dot{opacity:.5}.reading{opacity:.55}
    .mark{stroke:var(--bg);stroke-width:1.2}
    .shade{fill:var(--shade);opacity:.12}

    """ + tones

  private static let tones: String = {
    let names = [Tone.ink, .muted, .good, .bad].map(\.name) + (0..<7).map { Tone.accent($0).name }
    return names.map { name in
      ".s-\(name){stroke:var(--\(name))}.f-\(name){fill:var(--\(name))}"
        + "svg .t-\(name){fill:var(--\(name))}\n"
    }.joined()
  }()

  private static let screens = """
    @media(max-width:600px){
    main{padding:1.2rem 1rem 3rem}h1{font-size:1.45rem}
    svg.wide{display:none}svg.narrow{display:block}
    td:not(.num){min-width:6.2rem}td:first-child{min-width:0}
    .verdict li{grid-template-columns:1fr auto}.verdict li .asked{grid-column:1/-1;order:-1}
    dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}
    .scores tr.score th{position:sticky;left:0;background:var(--bg);min-width:9.5rem;
    max-width:9.5rem;white-space:normal;overflow-wrap:anywhere}}
    @media print{:root{--bg:#fff;--card:#f6f6f3;--ink:#000;--muted:#444;--rule:#ccc;--grid:#e4e4e0;
    --good:#00755a;--bad:#b64a00;--a0:#0072b2;--a1:#d55e00;--a2:#009e73;--a3:#cc79a7;--a4:#e69f00;
    --a5:#56b4e9;--a6:#8a8f94}
    body{font-size:10pt}main{max-width:none;padding:0}nav,.data{display:none}
    svg.wide{display:block}svg.narrow{display:none}
    figure,.verdict,tr{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible}}

    """
}
