import Clockwork
import Devices
import Homes
import ScenarioFiles
import Testing

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
    #expect(onsets.count == plan.faultRules.count)
    for rule in plan.faultRules {
      #expect(onsets.contains { $0.start <= rule.start && rule.start < $0.end })
    }
  }

  /// The settings' text is the same for all of these: only what is lived can tell.
  @Test func anotherSimulatorIsAnotherWorld() throws {
    let plan = try Self.plan(["homes=6"])
    let whole = try plan.worldFingerprint()
    for place in plan.faultRules.indices {
      var other = plan
      other.faultRules[place].magnitude += 0.25
      other.faultRules[place].end = other.faultRules[place].start + .minutes(20)
      let isSeen = WorldProbe.onsets(plan).count == plan.faultRules.count
      #expect(try !isSeen || other.worldFingerprint() != whole, "\(plan.faultRules[place].kind)")
    }
    var quiet = plan
    quiet.perfect = .sensors
    #expect(try quiet.worldFingerprint() != whole)
    #expect(try plan.worldFingerprint() == whole)
  }
}
