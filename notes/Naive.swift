import Foundation
import Clockwork
import Patterns
// Reference: a direct reading of the definitions, for noSkip patterns without greed, until, groups.
struct Spec { var stages: [St]; var window: Int? ; var text: String }
struct St { var name: String; var letter: Character; var how: String; var from: Int; var to: Int; var optional: Bool; var inner: String }
func naive(_ s: Spec, _ ev: [(Character, Int)]) -> [String] {
  // returns list of taken [(stageIdx, eventIdx)] strings
  var out: [String] = []
  let n = ev.count
  func holds(_ st: St, _ i: Int) -> Bool { ev[i].0 == st.letter }
  func emit(_ taken: [(Int, Int)], endIndex: Int, trailing: Bool) {
    out.append(key(taken, endIndex))
  }
  func key(_ taken: [(Int, Int)], _ end: Int) -> String {
    var parts: [String] = []
    for (si, st) in s.stages.enumerated() {
      let e = taken.filter { $0.0 == si }.map { "e\($0.1)" }
      if !e.isEmpty { parts.append("\(st.name)=[\(e.joined(separator: ", "))]") }
    }
    return "MATCH " + parts.joined(separator: " ") + " @\(end)"
  }
  // go(stage, last index, nots): continue with stage si; `after` last taken index; pending nots active since last
  func go(_ si: Int, _ last: Int, _ taken: [(Int, Int)], _ nots: [Character]) {
    if si == s.stages.count { 
      emit(taken, endIndex: ev[last].1, trailing: false); return }
    let st = s.stages[si]
    if st.how == "notNext" {
      let i = last + 1
      guard i < n else { return }
      if ev[i].0 == st.letter { return }
      if si == s.stages.count - 1 { 
        if let w = s.window, ev[i].1 - ev[taken[0].1].1 >= w { return }
        out.append(key(taken, ev[i].1)); return }
      // the same event is offered to the next stage
      goFrom(si + 1, last, taken, nots, passedOneAllowed: true)
      return
    }
    if st.how == "notFollowedBy" { go(si + 1, last, taken, nots + [st.letter]); return }
    goFrom(si, last, taken, nots, passedOneAllowed: false)
  }
  func goFrom(_ si: Int, _ last: Int, _ taken: [(Int, Int)], _ nots: [Character], passedOneAllowed: Bool) {
    let st = s.stages[si]
    if st.optional { 
      // nothing taken
      if si + 1 == s.stages.count { /* emitted when the previous one was taken */ 
        if !taken.isEmpty { out.append(key(taken, ev[last].1)) } }
      else { go(si + 1, last, taken, nots) }
    }
    // take first of this stage
    for i in candidates(st, st.how, last, nots) { loop(si, 1, i, taken + [(si, i)]) }
  }
  func candidates(_ st: St, _ how: String, _ last: Int, _ nots: [Character]) -> [Int] {
    var found: [Int] = []
    var i = last + 1
    while i < n {
      if nots.contains(ev[i].0) { break }
      if holds(st, i) { found.append(i); if how != "followedByAny" { break } }
      else if how == "next" { break }
      i += 1
    }
    return found
  }
  func loop(_ si: Int, _ count: Int, _ at: Int, _ taken: [(Int, Int)]) {
    let st = s.stages[si]
    if let w = s.window, ev[at].1 - ev[taken[0].1].1 >= w { return }
    if count >= st.from { 
      if si + 1 == s.stages.count { out.append(key(taken, ev[at].1)) } else { go(si + 1, at, taken, []) }
    }
    guard count < st.to else { return }
    let how = st.inner == "consecutive" ? "next" : st.inner == "allowCombinations" ? "followedByAny" : "followedBy"
    // while looping, a following notFollowedBy also stands
    let nots: [Character] = (count >= st.from || true) && si + 1 < s.stages.count && s.stages[si + 1].how == "notFollowedBy" ? [s.stages[si + 1].letter] : []
    for i in candidates(st, how, at, nots) { loop(si, count + 1, i, taken + [(si, i)]) }
  }
  for i in 0..<n where holds(s.stages[0], i) { loop(0, 1, i, [(0, i)]) }
  return out
}
struct R { var x: UInt64; mutating func n(_ k: Int) -> Int { x ^= x << 13; x ^= x >> 7; x ^= x << 17; return Int(x % UInt64(k)) } }
func generate(_ seed: UInt64) -> (Spec, [(Character, Int)]) {
  var r = R(x: seed &* 0x9E3779B97F4A7C15 | 1); for _ in 0..<5 { _ = r.n(2) }
  let letters: [Character] = ["a", "b", "c", "d"]
  let count = 2 + r.n(3)
  var stages: [St] = []; var text = ""
  for i in 0..<count {
    let letter = letters[r.n(4)]
    let name = String("ABCDEF".dropFirst(i).first!)
    var st = St(name: name, letter: letter, how: "begin", from: 1, to: 1, optional: false, inner: "")
    if i > 0 { st.how = ["next", "followedBy", "followedByAny", "followedBy", "notFollowedBy", "notNext"][r.n(6)] }
    if st.how.hasPrefix("not"), let p = stages.last, p.optional { st.how = "followedBy" }
    if st.how == "notFollowedBy", i == count - 1 { st.how = "followedBy" }
    text += i == 0 ? "begin(\"\(name)\", is \"\(letter)\")" : ".\(st.how)(\"\(name)\").where(is \"\(letter)\")"
    if !st.how.hasPrefix("not") {
      switch r.n(7) {
      case 0: st.to = 99; text += ".oneOrMore()"
      case 1: st.from = 2; st.to = 2; text += ".times(2)"
      case 2: st.from = 1; st.to = 2; text += ".times(1, 2)"
      case 3: st.from = 2; st.to = 99; text += ".timesOrMore(2)"
      default: break
      }
      if st.to > 1 { switch r.n(4) { case 0: st.inner = "consecutive"; text += ".consecutive()"; case 1: st.inner = "allowCombinations"; text += ".allowCombinations()"; default: break } }
      if i > 0, r.n(5) == 0 { st.optional = true; text += ".optional()" }
    }
    stages.append(st)
  }
  var w: Int? = nil
  if r.n(3) == 0 { w = 2 + r.n(6); text += ".within(\(w!) ms)" }
  var ev: [(Character, Int)] = []; var t = 1
  for _ in 0..<(4 + r.n(6)) { ev.append((letters[r.n(4)], t)); t += 1 + (r.n(4) == 0 ? r.n(3) : 0) }
  return (Spec(stages: stages, window: w, text: text), ev)
}
func compare(_ total: Int) {
  var bad = 0, matches = 0, skipped = 0
  for seed in 1...total {
    let (s, ev) = generate(UInt64(seed))
    // letters of neighbours that must not come must differ from what follows
    var clash = false
    for i in s.stages.indices where s.stages[i].how.hasPrefix("not") {
      for j in s.stages.indices where j != i && s.stages[j].letter == s.stages[i].letter { clash = true }
    }
    if clash { skipped += 1; continue }
    let c = SequenceCase(title: "", line: 0, steps: ev.enumerated().map { .event(NamedEvent(name: "\($0.element.0)\($0.offset)", time: .init(microseconds: Int64($0.element.1) * 1000), value: 0)) }, pattern: s.text, patternLine: 1, expected: [])
    let got = CaseRunner.outcomes(of: c)
    if got.first?.hasPrefix("EXC") == true { skipped += 1; continue }
    let a = got.filter { $0.hasPrefix("MATCH") }.sorted()
    let b = naive(s, ev).map { line in
      var l = line; for (i, e) in ev.enumerated().reversed() { l = l.replacingOccurrences(of: "e\(i)]", with: "\(e.0)\(i)]").replacingOccurrences(of: "e\(i),", with: "\(e.0)\(i),") }; return l }.sorted()
    matches += a.count
    if Set(a) != Set(b) || a.count != b.count {
      bad += 1
      if bad < 6 { print("seed", seed, s.text); print("  ", ev.enumerated().map { "\($0.element.0)\($0.offset)@\($0.element.1)" }.joined(separator: " ")); print("   ours only", Set(a).subtracting(b).sorted()); print("   naive only", Set(b).subtracting(a).sorted(), a.count, b.count) }
    }
  }
  print("bad", bad, "of", total, "matches", matches, "skipped", skipped)
}
