import Patterns
import Clockwork
import Foundation
if CommandLine.arguments.count > 3 { compare(Int(CommandLine.arguments[1])!) } else if CommandLine.arguments.count > 2 {
  struct E: Sendable { var v: Double; var k: Int32 }
  let p = try EventPattern<E>.begin("start", .test { $0.v > 100 }).next("middle", .test { $0.v > 150 }).within(.seconds(10))
  var m = try SequenceMatcher<Int32, E>(p)
  var out: [SequenceOutcome<Int32, E>] = []
  var x: UInt64 = 88172645463325252
  func rnd() -> UInt64 { x ^= x << 13; x ^= x >> 7; x ^= x << 17; return x }
  var evs: [E] = []
  for _ in 0..<1_000_000 { evs.append(E(v: Double(rnd() % 180), k: Int32(rnd() % 100))) }
  var n = 0, to = 0
  let t0 = clock()
  for (i, e) in evs.enumerated() {
    let t = SimTime(microseconds: Int64(i) * 10_000)
    try m.observe(e, of: e.k, at: t, into: &out)
    if i % 1000 == 0 { try m.advance(to: t, into: &out) }
    if out.count > 1000 { for o in out { if o.kind == .match { n += 1 } else { to += 1 } }; out.removeAll(keepingCapacity: true) }
  }
  let t1 = clock()
  print("ns/event", Double(t1 - t0) * 1e3 / 1e6, n, to, m.openKeyCount)
} else {
let text = try String(contentsOfFile: CommandLine.arguments[1], encoding: .utf8)
var bad = 0
let cases = try CaseText.parse(text)
for c in cases {
  let v = CaseRunner.verdict(on: c)
  if !v.isEqual { bad += 1; print("✘", v.title); for m in v.missing { print("   missing", m) }; for m in v.surplus { print("   surplus", m) } }
}
print(cases.count - bad, "of", cases.count)
}
