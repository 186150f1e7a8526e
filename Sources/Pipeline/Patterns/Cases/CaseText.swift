import Clockwork

/// Reads cases in the format of the golden file.
///
///     case TITLE
///       input   a@1 b@5=2.5 W@20
///       pattern begin("A", is "a").next("B").where(is "b")
///       expect  MATCH A=[a] B=[b] @5
///
/// Lines that start with `#` and empty lines are passed over; several `input` lines go on from one
/// another; every `expect` line is one outcome, or `(none)`.
public struct CaseText {
  /// The cases that can be read.
  public private(set) var cases: [SequenceCase] = []
  /// Everything that cannot, in the order of its lines. A case with a mistake is left out.
  public private(set) var mistakes: [CaseTextMistake] = []

  /// The case at hand: its parts as far as they were read.
  private struct Draft {
    var title: String
    var line: Int
    var column: Int
    var steps: [CaseStep] = []
    var hasInput = false
    var pattern: Result<EventPattern<NamedEvent>, PatternMistake>?
    var hasPattern = false
    var expected: [CaseOutcome] = []
    var expectsNothing = false
    var hasMistake = false
  }

  private var draft: Draft?
  private var line = 0

  public init(_ text: String) {
    // A character that ends a line for Unicode but not for editors would shift every line below.
    for raw in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
      line += 1
      do {
        try read(CaseCursor(String(raw.last == "\r" ? raw.dropLast() : raw), line: line))
      } catch {
        note(error)
      }
    }
    endCase()
    if cases.isEmpty, mistakes.isEmpty {
      note(CaseTextMistake(line: 1, column: 1, message: "found no case; expected: case TITLE"))
    }
  }

  private mutating func note(_ mistake: CaseTextMistake) {
    mistakes.append(mistake)
    draft?.hasMistake = true
  }

  private mutating func read(_ text: CaseCursor) throws(CaseTextMistake) {
    var text = text
    text.skipSpaces()
    if text.isAtEnd || text.current == "#" { return }
    let column = text.column
    let word = text.takeWord()
    text.skipSpaces()
    if word == "case" { return try begin(text.rest, at: column, titleAt: text.column) }
    guard draft != nil else {
      throw text.mistake("found \(word) before any case; expected: case TITLE", at: column)
    }
    switch word {
    case "input":
      draft?.hasInput = true
      let known = draft?.steps ?? []
      let steps = try text.steps(after: known)
      draft?.steps += steps
    case "pattern": try readPattern(text, at: column)
    case "expect": try readExpectation(text, at: column)
    default:
      throw text.mistake("found \(word); expected case, input, pattern or expect", at: column)
    }
  }

  private mutating func begin(
    _ title: String, at column: Int, titleAt: Int
  ) throws(CaseTextMistake) {
    endCase()
    draft = Draft(title: title, line: line, column: column)
    if title.isEmpty {
      throw CaseTextMistake(
        line: line, column: titleAt, message: "found the end of the line; expected a title")
    }
  }

  private mutating func readPattern(
    _ text: CaseCursor, at column: Int
  ) throws(CaseTextMistake) {
    guard draft?.hasPattern == false else {
      throw text.mistake("found a second pattern; expected one a case", at: column)
    }
    draft?.hasPattern = true
    draft?.pattern = try PatternText.parse(text.rest, line: line, column: text.column)
  }

  private mutating func readExpectation(
    _ text: CaseCursor, at column: Int
  ) throws(CaseTextMistake) {
    var text = text
    if text.rest == "(none)" {
      guard draft?.expected.isEmpty == true else {
        throw text.mistake("found (none) beside other outcomes", at: column)
      }
      draft?.expectsNothing = true
      return
    }
    guard draft?.expectsNothing == false else {
      throw text.mistake("found an outcome beside (none)", at: column)
    }
    draft?.expected.append(try text.outcome())
  }

  private mutating func endCase() {
    guard let ended = draft else { return }
    func lack(_ what: String) {
      note(
        CaseTextMistake(
          line: ended.line, column: ended.column, message: "this case has no \(what)"))
    }
    if !ended.hasMistake {
      if !ended.hasInput { lack("input line") }
      if !ended.hasPattern { lack("pattern line") }
      if ended.expected.isEmpty, !ended.expectsNothing {
        lack("expect line; expected one an outcome, or: expect (none)")
      }
    }
    if draft?.hasMistake == false, let pattern = ended.pattern {
      cases.append(
        SequenceCase(
          title: ended.title, line: ended.line, steps: ended.steps, pattern: pattern,
          expected: ended.expected))
    }
    draft = nil
  }
}
