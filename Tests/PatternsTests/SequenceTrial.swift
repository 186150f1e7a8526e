import Clockwork

@testable import Patterns

/// A generated pattern and stream, and what should be found by a direct reading of the definitions:
/// no automaton, no state, only positions in a list.
///
/// The places where the engine that ours is held to departs from its definitions are marked Q; the
/// same marks stand in docs/patterns.md.
struct SequenceTrial {
  struct Stage {
    var name: String
    var letter: Character
    var how: String
    var from = 1
    var to = 1
    var isOptional = false
    var inner = "followedBy"
    var until: Character?
    /// Longest time since the event before, ms.
    var gap: Int64?

    var isNot: Bool { how.hasPrefix("not") }
    /// More may come, and the engine has a copy of the stage for each.
    var isRange: Bool { to < Self.endless && from < to }
    static let endless = 99
  }

  var stages: [Stage] = []
  var events: [(letter: Character, time: Int64)] = []
  var window: Int64?

  /// The matches, by the names of their events.
  func matches() -> Set<CaseOutcome> {
    var search = SequenceSearch(trial: self)
    search.begin(at: 0)
    return search.found
  }

  func name(of event: Int) -> String { "\(events[event].letter)\(event)" }

  var patternText: String {
    var text = ""
    for (index, stage) in stages.enumerated() {
      text +=
        index == 0
        ? "begin(\"\(stage.name)\", is \"\(stage.letter)\")"
        : ".\(stage.how)(\"\(stage.name)\").where(is \"\(stage.letter)\")"
      switch (stage.from, stage.to) {
      case (1, 1): break
      case (1, Stage.endless): text += ".oneOrMore()"
      case (_, Stage.endless): text += ".timesOrMore(\(stage.from))"
      case _ where stage.from == stage.to: text += ".times(\(stage.from))"
      default: text += ".times(\(stage.from), \(stage.to))"
      }
      if stage.inner == "next" { text += ".consecutive()" }
      if stage.inner == "followedByAny" { text += ".allowCombinations()" }
      if stage.isOptional { text += ".optional()" }
      if let until = stage.until { text += ".until(is \"\(until)\")" }
      if let gap = stage.gap { text += ".within(\(gap) ms, PREVIOUS_AND_CURRENT)" }
    }
    return window.map { text + ".within(\($0) ms)" } ?? text
  }

  var inputText: String {
    events.indices.map { "\(name(of: $0))@\(events[$0].time)" }.joined(separator: " ")
  }

  var caseText: String {
    "case generated\n  input \(inputText)\n  pattern \(patternText)\n  expect (none)"
  }
}

/// The search itself: every way to take events, in depth.
struct SequenceSearch {
  typealias Stage = SequenceTrial.Stage

  let trial: SequenceTrial
  var found: Set<CaseOutcome> = []
  private var taken: [(stage: Int, event: Int)] = []

  init(trial: SequenceTrial) { self.trial = trial }

  private var stages: [Stage] { trial.stages }
  private func letter(_ event: Int) -> Character { trial.events[event].letter }
  private func time(_ event: Int) -> Int64 { trial.events[event].time }

  private func isOver(at event: Int) -> Bool {
    guard let window = trial.window, let first = taken.first else { return false }
    return time(event) - time(first.event) >= window
  }

  /// Every event may begin a match: of the first stage, or of the next if that may be left out.
  mutating func begin(at index: Int) {
    guard index < stages.count else { return }
    for event in trial.events.indices
    where letter(event) == stages[index].letter && letter(event) != stages[index].until {
      take(index, 1, event)
    }
    if stages[index].isOptional { begin(at: index + 1) }
  }

  private mutating func take(_ index: Int, _ count: Int, _ event: Int) {
    let stage = stages[index]
    guard !isOver(at: event) else { return }
    taken.append((index, event))
    defer { taken.removeLast() }
    if count >= stage.from {
      if endsBehind(index + 1, event) { tell(time(event)) }
      wait(index + 1, event, nots: [], isDirect: count == stage.to)
    }
    guard count < stage.to else { return }
    let following = index + 1 < stages.count ? stages[index + 1] : nil
    let stops = following?.how == "notFollowedBy" ? [following?.letter] : []
    // Q2: between the events of times(m, n) beyond m, only the very next event is held against what
    // must not follow; later ones are held against what must not come before the stage.
    let later = stage.isRange && count >= stage.from ? notsBefore(index) : stops
    var open = true
    var next = event + 1
    while open, next < trial.events.count {
      let isStopped =
        (next == event + 1 ? stops : later).contains(letter(next))
        || next == event + 1 && count >= stage.from && refuses(index + 1, next)
      if isStopped { return tellLast(index, count + 1, next) }
      if letter(next) == stage.until { return }
      if letter(next) == stage.letter { take(index, count + 1, next) }
      open = passes(stage.inner, letter(next) == stage.letter)
      next += 1
    }
  }

  /// Q5: an event that must not come and that completes the match as well still completes it, and
  /// nothing goes on from there.
  private mutating func tellLast(_ index: Int, _ count: Int, _ event: Int) {
    let stage = stages[index]
    guard letter(event) == stage.letter, letter(event) != stage.until, count >= stage.from,
      !isOver(at: event), endsBehind(index + 1, event)
    else { return }
    taken.append((index, event))
    tell(time(event))
    taken.removeLast()
  }

  /// Q6: while more of a repeated stage may come, an event that notNext (or what stands behind it
  /// and must not come) refuses ends that too.
  private func refuses(_ index: Int, _ event: Int) -> Bool {
    guard index < stages.count, stages[index].isNot else { return false }
    if stages[index].letter == letter(event) { return true }
    return stages[index].how == "notNext" && refuses(index + 1, event)
  }

  private func passes(_ how: String, _ holds: Bool) -> Bool {
    how == "followedByAny" || how == "followedBy" && !holds
  }

  /// Whether everything from a stage on may be left out after an event.
  private func endsBehind(_ index: Int, _ event: Int) -> Bool {
    guard index < stages.count else { return true }
    let stage = stages[index]
    switch stage.how {
    // Q1: before optional last stages, notNext is asked about the event that was just taken.
    case "notNext":
      return index + 1 < stages.count && letter(event) != stage.letter
        && endsBehind(index + 1, event)
    case "notFollowedBy": return index + 1 < stages.count && endsBehind(index + 1, event)
    default: return stage.isOptional && endsBehind(index + 1, event)
    }
  }

  /// Waits for a stage behind an event. `isDirect` says that the run waits in its own state from
  /// the first event on.
  private mutating func wait(
    _ index: Int, _ last: Int, nots: [Character], isDirect: Bool
  ) {
    guard index < stages.count else { return }
    let stage = stages[index]
    switch stage.how {
    case "notNext":
      guard last + 1 < trial.events.count, !isOver(at: last + 1) else { return }
      guard letter(last + 1) != stage.letter else { return }
      if index + 1 == stages.count { tell(time(last + 1)) }
      wait(index + 1, last, nots: [], isDirect: false)
    case "notFollowedBy":
      if index + 1 == stages.count {
        waitOut(stage.letter, last, isDirect: isDirect)
      } else {
        wait(index + 1, last, nots: nots + [stage.letter], isDirect: isDirect)
      }
    default:
      if stage.isOptional { wait(index + 1, last, nots: nots, isDirect: false) }
      var open = true
      var next = last + 1
      while open, next < trial.events.count {
        if let gap = stage.gap, isDirect || next > last + 1, time(next) - time(last) >= gap {
          return
        }
        if nots.contains(letter(next)) { return tellLast(index, 1, next) }
        let holds = letter(next) == stage.letter
        if holds, letter(next) != stage.until { take(index, 1, next) }
        open = passes(stage.how, holds)
        next += 1
      }
    }
  }

  /// A last stage that must not come: told when the window is over.
  private mutating func waitOut(_ letter: Character, _ last: Int, isDirect: Bool) {
    for next in (last + 1)..<max(last + 1, trial.events.count) {
      if isOver(at: next) {
        // Q4: a run that waits in its repeated stage's own state times out instead.
        if isDirect || next > last + 1 { tell(time(next)) }
        return
      }
      if self.letter(next) == letter { return }
    }
    if isDirect || last + 1 < trial.events.count { tell(.max) }
  }

  private func notsBefore(_ index: Int) -> [Character?] {
    var found: [Character?] = []
    var index = index
    while index > 0, stages[index - 1].isOptional || stages[index - 1].how == "notFollowedBy" {
      index -= 1
      if stages[index].how == "notFollowedBy" { found.append(stages[index].letter) }
    }
    return found
  }

  private mutating func tell(_ time: Int64) {
    var parts: [CaseOutcome.Taken] = []
    for (index, stage) in stages.enumerated() {
      let events = taken.filter { $0.stage == index }.map { trial.name(of: $0.event) }
      if !events.isEmpty { parts.append(.init(stage: stage.name, events: events)) }
    }
    found.insert(.match(parts, time: time))
  }
}
