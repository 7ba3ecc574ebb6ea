/**
 * Black on white for any office printer: structure by rules and weight, no colour carries meaning.
 * Fonts are those of the system, Chinese first where a glyph is missing from the Latin one.
 */
export const PRINT_STYLE = `
@page {
  margin: 8mm 10mm 11mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; }
}
:root {
  --ink: #111;
  --soft: #555;
  --rule: #999;
  --tint: #f1f1ef;
  font-family: "Helvetica Neue", Arial, "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC",
    "PingFang SC", "Microsoft YaHei", SimHei, sans-serif;
  font-size: 9pt;
  line-height: 1.3;
  color: var(--ink);
}
* { box-sizing: border-box; }
body { margin: 0; background: #fff; font-variant-numeric: tabular-nums; }
@media screen {
  html { background: #e7e7e3; }
  body { margin: 16px auto; padding: 9mm 10mm; box-shadow: 0 1px 6px #0003; }
  body.landscape { max-width: 297mm; min-height: 200mm; }
  body.portrait { max-width: 210mm; min-height: 290mm; }
  .wide { overflow-x: auto; }
}
h1 { font-size: 16pt; line-height: 1.15; margin: 0; font-weight: 700; letter-spacing: .01em; }
h1 .en { font-size: 10pt; font-weight: 400; }
h2 { font-size: 10.5pt; margin: 5mm 0 1.5mm; padding-bottom: .8mm; border-bottom: .5mm solid var(--ink);
  break-after: avoid; }
h2 .label { font-size: inherit; color: inherit; font-weight: inherit; }
p { margin: 0; }
.en { color: var(--soft); font-size: .82em; font-weight: 400; }
.label { color: var(--soft); font-size: 7.5pt; }
.label .en { font-size: 6.5pt; }
header.top { display: flex; gap: 6mm; align-items: flex-start; justify-content: space-between; }
header.top .code { width: 21mm; flex: none; text-align: center; }
header.top .code svg { display: block; width: 17mm; height: 17mm; margin: 0 auto; }
.subtitle { margin-top: 1mm; font-size: 10pt; }
.synthetic { border: .4mm dashed var(--ink); padding: .6mm 2mm; margin-top: 1.5mm; display: inline-block; }
.synthetic .label { color: var(--ink); font-size: 8.5pt; font-weight: 600; }
.fields { display: grid; grid-template-columns: repeat(4, 1fr); border: .3mm solid var(--rule);
  border-width: .3mm 0 0 .3mm; margin: 2mm 0; }
.fields.five { grid-template-columns: repeat(5, 1fr); }
.fields.three { grid-template-columns: repeat(3, 1fr); }
.field { border: .3mm solid var(--rule); border-width: 0 .3mm .3mm 0; padding: .9mm 1.6mm; min-height: 9.6mm;
  display: flex; flex-direction: column; break-inside: avoid; }
.field .value { font-size: 10pt; font-weight: 600; }
.field .value .en { font-weight: 400; }
.field.tall { min-height: 13.5mm; }
.field.two { grid-column: span 2; }
.field .plain { font-weight: 400; font-size: 8.5pt; }
table { width: 100%; border-collapse: collapse; }
thead { display: table-header-group; }
th, td { border: .25mm solid var(--rule); padding: .8mm 1.2mm; text-align: left; vertical-align: top; }
th { background: var(--tint); font-weight: 600; font-size: 7.6pt; line-height: 1.2; vertical-align: bottom; }
th .label { color: var(--ink); font-size: 7.6pt; display: block; }
th .label .en { display: block; font-size: 6.4pt; }
tr.running th { background: none; border: 0; font-weight: 400; font-size: 7.5pt; padding: 0 0 .8mm; }
tr { break-inside: avoid; }
.num, .num .label { text-align: right; white-space: nowrap; }
.time { white-space: nowrap; }
.stops .time .soft { white-space: normal; }
.strong { font-weight: 700; font-size: 10pt; }
.note { font-size: 7.6pt; }
.soft { color: var(--soft); font-size: 7.6pt; }
.warn { font-weight: 700; }
.stops { table-layout: fixed; }
.stops .c1 { width: 9mm; } .stops .c2 { width: 26mm; } .stops .c3 { width: 43mm; } .stops .c4 { width: 29mm; }
.stops .c5 { width: 19mm; } .stops .c6 { width: 17mm; } .stops .c7 { width: 31mm; } .stops .c8 { width: 15mm; }
.stops .c9 { width: 25mm; } .stops .c10 { width: 14mm; } .stops .c11 { width: 17mm; } .stops .c13 { width: 18mm; }
.stops td { height: 14mm; overflow-wrap: anywhere; }
.stops tr.between td { height: auto; background: var(--tint); font-size: 8pt; padding: .6mm 1.6mm; }
.sites td { font-size: 8.5pt; padding: .6mm 1.2mm; }
.empty { color: var(--soft); padding: 1mm 0; }
tfoot td { font-weight: 700; border-top: .5mm solid var(--ink); }
.avoid { break-inside: avoid; }
.rules { font-size: 8pt; margin-top: 1.5mm; }
.credits { margin-top: 1.5mm; font-size: 7pt; color: var(--soft); }
.credits .label { font-size: 7pt; }
.line { display: inline-block; min-width: 22mm; border-bottom: .25mm solid var(--rule); }
@media print {
  /* A rule on the very edge of the page area would be cut. */
  body { padding-right: .4mm; }
  .wide { overflow: visible; }
}
`;
