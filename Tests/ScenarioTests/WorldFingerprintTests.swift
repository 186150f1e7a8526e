import Clockwork
import Devices
import Homes
import ScenarioFiles
import Testing
import Truth

@testable import Scenarios

/// What a world's fingerprint sees without living the world.
@Suite struct WorldFingerprintTests {
  private static func plan(_ overrides: [String] = []) throws -> RunPlan {
    try Fixture.plan("faulty-sensors", overrides)
  }

  @Test func everyHourOfTheDayIsSeenOnSeveralDays() throws {
    let plan = try Self.plan()
    let pieces = WorldProbe.pieces(plan)
    var hours: Set<Int64> = []
    for piece in pieces {
      for hour in (piece.start - plan.start) / .hours(1)..<(piece.end - plan.start) / .hours(1) {
        hours.insert(hour % 24)
      }
      #expect(piece.start >= plan.start && piece.end <= plan.end)
    }
    #expect(hours.count == 24)
    #expect(Set(pieces.map { ($0.start - plan.start) / .days(1) }).count == 4)
    #expect(Set(pieces.map(\.home)).count == WorldProbe.pieceCount)
  }

  @Test(arguments: ["duration=10min", "duration=1d", "duration=40d", "homes=1"])
  func anyRunHasItsPieces(_ override: String) throws {
    let plan = try Self.plan([override, "faults=[]"])
    for piece in WorldProbe.pieces(plan) {
      #expect(piece.start >= plan.start && piece.end <= plan.end && piece.start < piece.end)
      #expect(piece.home < plan.scenario.homeCount)
    }
    #expect(try !plan.worldFingerprint().isEmpty)
  }

  @Test func everyFaultsOnsetIsSeenWhereItStrikes() throws {
    let plan = try Self.plan()
    let onsets = WorldProbe.onsets(plan)
    // What begins when chance will may strike none of them; what has its time strikes somebody.
    let timed = plan.faultRules.filter { $0.recurrence == nil }
    #expect(onsets.count >= timed.count && timed.count > 10)
    for rule in timed {
      #expect(
        onsets.contains { $0.start <= rule.start && rule.start < $0.end }, "\(rule.kind)")
    }
  }

  /// The settings' text is the same for all of these: only what is lived can tell.
  @Test func anotherSimulatorIsAnotherWorld() throws {
    let plan = try Self.plan(["homes=6"])
    let whole = try plan.worldFingerprint()
    var seen = 0
    for (place, rule) in plan.faultRules.enumerated() {
      var alone = plan
      alone.faultRules = [rule]
      // What comes when chance will need not come in the hour that is looked at.
      guard !WorldProbe.onsets(alone).isEmpty, rule.recurrence == nil, rule.kind != .replayed,
        rule.kind != .forged
      else { continue }
      seen += 1
      var other = plan
      other.faultRules[place].magnitude += 0.25
      other.faultRules[place].end = other.faultRules[place].start + .minutes(20)
      #expect(try other.worldFingerprint() != whole, "\(rule.kind)")
    }
    #expect(seen >= 8, "\(seen)")
    var quiet = plan
    quiet.perfect = .sensors
    #expect(try quiet.worldFingerprint() != whole)
    #expect(try plan.worldFingerprint() == whole)
  }
}
