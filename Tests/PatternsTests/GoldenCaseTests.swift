import Foundation
import Testing

@testable import Patterns

/// Cases with a real engine's answers: Tests/Fixtures/patterns says which.
@Suite struct GoldenCaseTests {
  static let text = fixture("flink-2.3.0")

  private static func fixture(_ name: String) -> String {
    let file = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/patterns/\(name).txt")
    return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  }

  @Test(arguments: [("flink-2.3.0", 54), ("departures", 15)])
  func everyCaseAgrees(file: String, count: Int) {
    let read = CaseText(Self.fixture(file))
    #expect(read.mistakes.map(\.description) == [])
    #expect(read.cases.count == count)
    for given in read.cases {
      let verdict = CaseRunner.verdict(on: given)
      #expect(
        verdict.agrees,
        "line \(given.line), \(given.title): missing \(verdict.missing), surplus \(verdict.surplus)"
      )
    }
  }

  /// A comparison that cannot fail would praise anything.
  @Test func aWrongAnswerIsTold() throws {
    let read = CaseText(
      """
      case one too few
        input a b1 b2
        pattern begin("A", is "a").followedByAny("B").where(is "b")
        expect MATCH A=[a] B=[b1] @2
      case one too many
        input a b
        pattern begin("A", is "a").next("B").where(is "b")
        expect MATCH B=[b] A=[a] @2
        expect MATCH A=[a] B=[b] @3
      case no refusal
        input a
        pattern begin("A", is "a")
        expect EXCEPTION for no reason
      case none
        input a
        pattern begin("A", is "a")
        expect (none)
      """)
    let verdicts = read.cases.map(CaseRunner.verdict(on:))
    #expect(verdicts.map(\.agrees) == [false, false, false, false])
    #expect(verdicts[0].surplus.map(\.description) == ["MATCH A=[a] B=[b2] @3"])
    #expect(verdicts[0].missing.isEmpty)
    #expect(verdicts[1].missing.map(\.description) == ["MATCH A=[a] B=[b] @3"])
    #expect(verdicts[1].surplus.isEmpty, "the order of the stages' names says nothing")
    #expect(verdicts[2].missing.map(\.description) == ["EXCEPTION for no reason"])
    #expect(verdicts[3].surplus.map(\.description) == ["MATCH A=[a] @1"])
  }
}
