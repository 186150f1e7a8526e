import Clockwork
import Testing

@testable import Patterns

/// What is no pattern is told with its place; what cannot mean anything, with its reason.
@Suite struct PatternTextTests {
  private func mistake(_ text: String) -> String? {
    do {
      _ = try PatternText.parse(text, line: 3, column: 11)
      return nil
    } catch {
      return error.description
    }
  }

  private static let steps =
    "next, followedBy, followedByAny, notNext, notFollowedBy, where, or, until, oneOrMore, times, "
    + "timesOrMore, optional, greedy, consecutive, allowCombinations or within"

  @Test(arguments: [
    ("", "3:11: error: found the end of the line; expected begin or group"),
    ("start(\"A\")", "3:11: error: found start; expected begin or group"),
    ("begin", "3:16: error: found the end of the line; expected '('"),
    ("begin(A)", "3:17: error: found A; expected a stage's name in quotes, begin or group"),
    ("begin(\"A)", "3:17: error: found the end of the line; expected a closing \""),
    (
      "begin(\"A\", has \"a\")",
      "3:22: error: found has; expected a condition: is, any, value, rising or sumBelow"
    ),
    ("begin(\"A\", is a)", "3:25: error: found a; expected the beginning of a name in quotes"),
    ("begin(\"A\", value < 3)", "3:28: error: found <; expected '>'"),
    ("begin(\"A\", value > x)", "3:30: error: found x; expected a number"),
    ("begin(\"A\", value > 1.2.3)", "3:30: error: found 1.2.3; expected a number"),
    (
      "begin(\"A\", is \"a\", skipTo)",
      "3:30: error: found skipTo; expected a skip strategy: noSkip, skipToNext, skipPastLast, "
        + "skipToFirst or skipToLast"
    ),
    (
      "begin(\"A\", skipToFirst(\"A\", throw))",
      "3:39: error: found throw; expected throwOnMiss"
    ),
    ("begin(\"A\").then(\"B\")", "3:22: error: found then; expected \(steps)"),
    (
      "begin(\"A\") then",
      "3:22: error: found then; expected '.' and a step, or the end of the line"
    ),
    ("begin(\"A\").times(x)", "3:28: error: found x; expected a whole number of at most 10000"),
    ("begin(\"A\").times(1.5)", "3:28: error: found 1.5; expected a whole number of at most 10000"),
    ("begin(\"A\").oneOrMore(2)", "3:32: error: found 2; expected ')'"),
    ("begin(\"A\").within(10)", "3:31: error: found ); expected a unit: ms, s, min, h or d"),
    ("begin(\"A\").within(-1 s)", "3:29: error: found -1; expected a duration of 0 or more"),
    (
      "begin(\"A\").within(1 s, LAST)",
      "3:34: error: found LAST; expected FIRST_AND_LAST or PREVIOUS_AND_CURRENT"
    ),
    (
      "begin(\"A\").notNext(group(begin(\"B\")))",
      "3:30: error: found group; expected a name in quotes: a group cannot be what must not come"
    ),
    ("begin(\"A\").where(is \"a\"", "3:34: error: found the end of the line; expected ')'"),
    (
      "begin(\"A\")).next(\"B\")",
      "3:21: error: found ); expected '.' and a step, or the end of the line"
    ),
  ])
  func mistakesAreToldWithTheirPlace(text: String, expected: String) {
    #expect(mistake(text) == expected)
  }

  @Test func groupsAreNotNestedForEver() {
    let deep = String(repeating: "group(", count: 40) + "begin(\"A\")"
    #expect(mistake(deep) == "3:203: error: found group; expected groups at most 32 deep")
  }

  private func refusal(_ text: String) throws -> String? {
    let read = CaseText("case c\n input a\n pattern \(text)\n expect (none)")
    try #require(read.mistakes.isEmpty, "\(read.mistakes)")
    for case .refusal(let words) in CaseRunner.outcomes(of: read.cases[0]) { return words.text }
    return nil
  }

  @Test(arguments: [
    ("begin(\"A\").oneOrMore().times(2)", "A: has a quantifier already"),
    ("begin(\"A\").times(0)", "A: 0 to 0 times; 1 or more was expected"),
    ("begin(\"A\").times(3, 2)", "A: 3 to 2 times; 1 or more was expected"),
    ("begin(\"A\").timesOrMore(0)", "A: 0 times or more; 1 or more was expected"),
    ("begin(\"A\").greedy()", "A: only a repeated stage can be greedy"),
    ("begin(\"A\").consecutive()", "A: only a repeated stage can be consecutive"),
    (
      "begin(\"A\").oneOrMore().consecutive().allowCombinations()",
      "A: consecutive or allowCombinations, once"
    ),
    ("begin(\"A\").oneOrMore().allowCombinations().greedy()", "A: greedy with allowCombinations"),
    ("begin(\"A\").times(2).until(is \"b\")", "A: until is for oneOrMore and timesOrMore"),
    ("begin(\"A\").oneOrMore().until(is \"b\").until(is \"c\")", "A: until twice"),
    ("begin(\"A\").optional().optional()", "A: optional already"),
    (
      "begin(\"A\").next(\"B\").oneOrMore().greedy().next(\"C\").optional()",
      "C: optional after a greedy stage"
    ),
    (
      "begin(\"A\").notNext(\"B\").oneOrMore()",
      "B: a stage that must not come cannot have a quantifier"
    ),
    (
      "begin(\"A\").notFollowedBy(\"B\").optional().within(1 s)",
      "B: a stage that must not come cannot have optional"
    ),
    (
      "begin(\"A\").notFollowedBy(\"B\")",
      "B: a last stage that must not come needs a window (within)"
    ),
    (
      "begin(\"A\", skipToLast(\"B\")).next(\"C\")",
      "B: the stage to skip to is none of the pattern's"
    ),
    ("group(begin(\"A\")).where(is \"a\")", "group: a group has no condition of its own"),
    ("group(begin(\"A\")).times(2).greedy()", "group: a group cannot be greedy"),
    ("group(begin(\"A\")).next(\"A\")", "A: two stages have this name"),
    (
      "begin(\"A\").next(\"B\").within(9 ms, PREVIOUS_AND_CURRENT).next(\"C\").within(5 ms)",
      "a window between neighbours is longer than the whole pattern's"
    ),
    (
      "group(begin(\"A\").optional()).oneOrMore()",
      "a repeated group whose stages are all optional would never end"
    ),
    (
      "group(group(begin(\"A\").times(500)).times(500)).times(500)",
      "more than 10000 states, counting every repetition"
    ),
  ])
  func whatCannotMeanAnythingIsRefused(text: String, expected: String) throws {
    #expect(try refusal(text) == expected)
  }

  /// What the engine takes although one might doubt it.
  @Test(arguments: [
    "begin(\"A\").times(0, 2)", "begin(\"A\").optional().times(2)",
    "begin(\"A\").oneOrMore().greedy().allowCombinations()",
    "begin(\"A\").next(\"B\").oneOrMore().greedy().next(\"C\").times(0, 2)",
    "begin(\"A\").notFollowedBy(\"B\").within(1 s, PREVIOUS_AND_CURRENT)",
    "group(begin(\"A\")).oneOrMore().until(is \"b\")", "begin(begin(\"A\")).next(begin(\"B\"))",
    "begin(\"A\").followedBy(group(begin(\"B\").next(\"C\"))).times(2).optional()",
    "begin(\"A\", skipPastLast)", "begin(\"A\", value > -1.5, noSkip)",
    "begin(\"R\", rising \"a\" over S, R, skipToNext).next(\"S\", sumBelow 5 \"f\" over \"S\")",
  ])
  func whatTheEngineTakesIsTaken(text: String) throws {
    #expect(try refusal(text) == nil)
  }
}
