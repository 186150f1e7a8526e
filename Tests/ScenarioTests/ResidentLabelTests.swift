import Clockwork
import Exchange
import Foundation
import SQLite
import ScenarioFiles
import Telemetry
import Testing
import Truth

@testable import Scenarios

/// What residents did, who came and how they rated the home, as the labels have it: what
/// `truth.sqlite` says, row for row.
@Suite struct ResidentLabelTests {
  @Test func labelsSayWhatTheTruthSays() throws {
    let folder = try Fixture.temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let plan = try Fixture.plan(
      "quickstart",
      [
        "faults=[]", "history=0s", "homes=3", "duration=5d", "oracle.homes=0",
        "players.agents=[]", "audit.homes=0", "expect={}",
      ])
    _ = try Fixture.run(
      plan,
      outputs: try RunOutputs(
        folder: folder, keep: [.truth, .labels], store: .none,
        durability: plan.scenario.durability))
    let labels = try TruthReader.read(folder + "/labels")
    let database = try Database(path: folder + "/truth.sqlite", access: .readOnly)
    func count(_ condition: String) throws -> Int64 {
      try database.integer(
        "SELECT COUNT(*) FROM event WHERE \(condition) AND start_us < end_us") ?? 0
    }
    for (index, home) in labels.homes.enumerated() {
      let own = "home = \(index)"
      #expect(try count("\(own) AND kind = 'activity'") == Int64(home.activities.count))
      #expect(try count("\(own) AND kind = 'visit'") == Int64(home.visits.count))
      #expect(try count("\(own) AND kind = 'feedback'") == Int64(home.ratings.count))
      // Visits to the toilet are short stays in the middle of something else.
      let short = home.activities.filter {
        $0.activity == .hygiene && $0.end - $0.start < .minutes(10)
      }
      #expect(short.count > 5 && short.allSatisfy { $0.room != nil })
      for doing in home.activities.prefix(20) {
        #expect(
          try count(
            "\(own) AND kind = 'activity' AND subject = \(doing.resident.index) AND detail = "
              + "'\(doing.activity.name)' AND start_us = \(doing.start.microseconds)") == 1)
      }
      for rating in home.ratings {
        #expect(home.words.contains { $0.message == rating.words } || rating.fulfilledAt == nil)
        #expect(
          try count(
            "\(own) AND kind = 'feedback' AND subject = \(rating.resident.index) AND value = "
              + "\(rating.rating) AND end_us = \(rating.time.microseconds)") == 1)
      }
    }
    #expect(labels.homes.contains { !$0.ratings.isEmpty })
    try database.close()
  }
}
