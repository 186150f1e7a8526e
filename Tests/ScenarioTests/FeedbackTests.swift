import Clockwork
import Foundation
import SQLite
import ScenarioFiles
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// What residents say of how the house did, from the truth to the documents.
@Suite struct FeedbackTests {
  /// Homes that talk, and a house of which every third command is lost.
  private static let settings = [
    "homes=10", "duration=7d", "history=0s", "faults=[]", "players.agents=[]", "audit.homes=0",
    "pipeline.agents.command_loss=35 %", "expect={}",
  ]

  /// One line a rating or document.
  private struct Account: Equatable {
    var truth: [String] = []
    var documents: [String] = []
    var dead: [String] = []
  }

  private static func live(
    _ overrides: [String], window: SimDuration
  ) throws -> (account: Account, fulfilled: [Double], unfulfilled: [Double]) {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plan = try Fixture.plan("quickstart", settings + overrides)
    _ = try Fixture.run(
      plan, window: window,
      outputs: try RunOutputs(
        folder: folder, keep: [.truth, .stores], store: .aggregates,
        durability: plan.scenario.durability))
    var account = Account()
    var (fulfilled, unfulfilled) = ([Double](), [Double]())
    let truth = try Database(path: folder + "/truth.sqlite", access: .readOnly)
    let told = try truth.prepare(
      """
      SELECT home, subject, detail, value, start_us, end_us FROM event WHERE kind = 'feedback'
      ORDER BY home, end_us
      """)
    while try told.step() {
      account.truth.append((0..<6).map { told.text($0) }.joined(separator: " "))
      if told.text(2).hasPrefix("fulfilled ") {
        fulfilled.append(told.double(3))
      } else {
        unfulfilled.append(told.double(3))
      }
      #expect((20...60).contains((told.integer(5) - told.integer(4)) / 1_000_000))
    }
    let store = try Database(path: folder + "/twin.sqlite", access: .readOnly)
    let rows = try store.prepare("SELECT document FROM user_interactions ORDER BY message")
    while try rows.step() { account.documents.append(rows.text(0)) }
    let letters = try store.prepare("SELECT reason FROM feedback_dead_letters ORDER BY message")
    while try letters.step() { account.dead.append(letters.text(0)) }
    try truth.close()
    try store.close()
    return (account, fulfilled, unfulfilled)
  }

  private static func mean(_ ratings: [Double]) -> Double {
    ratings.reduce(0, +) / Double(ratings.count)
  }

  @Test func feedbackReachesItsDocumentWhateverTheWindow() throws {
    let life = try Self.live(["oracle.homes=0"], window: .days(1))
    let rated = life.account.documents.filter { $0.contains("\"feedback\":{\"rating\":") }
    let count = life.account.truth.count
    #expect(count >= 10, "\(count)")
    #expect(life.account.documents.count > 3 * count)
    // Speakers are on Wi-Fi, so little is lost on the way; what arrives has a place.
    let arrived = rated.count + life.account.dead.count
    #expect(arrived <= count && Double(arrived) > 0.8 * Double(count), "\(arrived) of \(count)")
    #expect(rated.count > 0 && life.account.dead.allSatisfy { $0 == "words_not_received" })
    // Both kinds of ratings lie apart: 4.6 and 1.6 on average, by up to 1.1 for one person's mood
    // and mildness, and waits cost a point in 30 s.
    #expect(!life.unfulfilled.isEmpty && Self.mean(life.unfulfilled) < 2.1)
    #expect(!life.fulfilled.isEmpty && Self.mean(life.fulfilled) > 3)
    // Copies that look ahead say nothing, and neither they nor windows change what is said.
    let other = try Self.live(["oracle.homes=2", "oracle.paths=2"], window: .hours(5))
    #expect(other.account == life.account)
  }
}
