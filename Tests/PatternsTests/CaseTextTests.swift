import Clockwork
import Testing

@testable import Patterns

@Suite struct CaseTextTests {
  private func problems(_ text: String) -> [String] { CaseText(text).mistakes.map(\.description) }

  private static let rest = "\n  pattern begin(\"A\")\n  expect (none)"

  @Test(arguments: [
    ("", ["1:1: error: found no case; expected: case TITLE"]),
    ("# nothing\n\n", ["1:1: error: found no case; expected: case TITLE"]),
    ("input a", ["1:1: error: found input before any case; expected: case TITLE"]),
    ("case  \n input a" + rest, ["1:7: error: found the end of the line; expected a title"]),
    (
      "case a\n inputs a\n" + rest,
      ["2:2: error: found inputs; expected case, input, pattern or expect"]
    ),
    ("case a" + rest, ["1:1: error: this case has no input line"]),
    ("case a\n input a\n expect (none)", ["1:1: error: this case has no pattern line"]),
    (
      "case a\n input a\n pattern begin(\"A\")",
      [
        "1:1: error: this case has no expect line; expected one an outcome, or: expect (none)"
      ]
    ),
    ("case a\n input a@x" + rest, ["2:9: error: found @x; expected @ and whole ms"]),
    ("case a\n input a@1.5" + rest, ["2:9: error: found @1.5; expected @ and whole ms"]),
    (
      "case a\n input a@9999999999999999" + rest,
      ["2:9: error: found @9999999999999999; expected fewer than 2^50 ms from 1970"]
    ),
    (
      "case a\n input a@9223372036854775807" + rest,
      ["2:8: error: found an event at the end of the stream; expected an earlier one"]
    ),
    ("case a\n input a=b" + rest, ["2:9: error: found =b; expected = and a number"]),
    ("case a\n input a=nan" + rest, ["2:9: error: found =nan; expected = and a number"]),
    ("case a\n input =2" + rest, ["2:8: error: found =2; expected name[@ms][=value] or W@ms"]),
    (
      "case a\n input a\n pattern begin(\"A\")\n pattern begin(\"A\")\n expect (none)",
      ["4:2: error: found a second pattern; expected one a case"]
    ),
    (
      "case a\n input a\n pattern begin(\"A\"\n expect (none)",
      ["3:19: error: found the end of the line; expected ')'"]
    ),
    (
      "case a\n input a\n pattern begin(\"A\")\n expect MATHC A=[a] @1",
      ["4:9: error: found MATHC; expected MATCH, TIMEOUT, LATE, EXCEPTION or (none)"]
    ),
    (
      "case a\n input a\n pattern begin(\"A\")\n expect MATCH A=a @1",
      ["4:15: error: found Aa; expected NAME=[event, event] or @ms"]
    ),
    (
      "case a\n input a\n pattern begin(\"A\")\n expect MATCH A=[a @1",
      ["4:20: error: found @1; expected ',' or ']'"]
    ),
    (
      "case a\n input a\n pattern begin(\"A\")\n expect MATCH A=[a] @1 x",
      ["4:24: error: found x; expected the end of the line"]
    ),
    (
      "case a\n input a\n pattern begin(\"A\")\n expect (none)\n expect LATE a @1",
      ["5:2: error: found an outcome beside (none)"]
    ),
  ])
  func mistakesAreToldWithTheirPlace(text: String, expected: [String]) {
    #expect(problems(text) == expected)
  }

  @Test func aMistakeCostsItsOwnCaseOnly() {
    let good = "case good\n input a\n pattern begin(\"A\")\n expect MATCH A=[a] @1\n"
    let read = CaseText(good + "case bad\n input a@\n pattern what\n expect (none)\n" + good)
    #expect(read.cases.map(\.line) == [1, 9])
    #expect(read.mistakes.map(\.line) == [6, 7])
  }

  @Test func inputCountsOn() throws {
    let read = CaseText(
      "case c\r\n input a b@7=2.5 W@6\n input c W@9=1" + Self.rest)
    try #require(read.mistakes.isEmpty, "\(read.mistakes)")
    func at(_ ms: Int64) -> SimTime { SimTime(microseconds: ms * 1_000) }
    #expect(
      read.cases[0].steps == [
        .event(NamedEvent(name: "a", time: at(1))),
        .event(NamedEvent(name: "b", time: at(7), value: 2.5)), .watermark(at(6)),
        .event(NamedEvent(name: "c", time: at(8))),
        .event(NamedEvent(name: "W", time: at(9), value: 1)),
      ])
  }

  /// Damaged files end in cases or in mistakes with a place, and cases in verdicts.
  @Test func damagedFilesAreRead() {
    let golden = Array(GoldenCaseTests.text)
    let lines = GoldenCaseTests.text.split(separator: "\n", omittingEmptySubsequences: false)
    let signs = Array("()[]\".,@=#-0129 aAWé\u{0}\n\r\t🏠")
    var mistakeCount = 0
    for seed in 0..<400 as Range<UInt64> {
      var chance = RandomStream(seed: seed, purpose: Purpose("tests.cases"), entity: 0)
      func below(_ count: Int) -> Int { Int(chance.below(UInt64(count))) }
      // A window of the file keeps a trial short.
      let begin = below(golden.count - 1_500)
      var text = Array(golden[begin..<(begin + 1_500)])
      for _ in 0..<(1 + below(6)) {
        let place = below(text.count)
        switch below(4) {
        case 0: text.remove(at: place)
        case 1: text.insert(signs[below(signs.count)], at: place)
        case 2: text[place] = signs[below(signs.count)]
        default:
          text.insert(contentsOf: Array(lines[below(lines.count)] + "\n"), at: place)
        }
      }
      let read = CaseText(String(text))
      mistakeCount += read.mistakes.count
      for mistake in read.mistakes {
        #expect(mistake.line >= 1 && mistake.column >= 1, "seed \(seed): \(mistake)")
      }
      for given in read.cases { _ = CaseRunner.verdict(on: given) }
    }
    #expect(mistakeCount > 400)
  }
}
