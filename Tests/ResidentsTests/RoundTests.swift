import Clockwork
import Telemetry
import Testing
import Truth

@testable import Residents

/// Rounds through the home before it is left or everybody sleeps, and who goes out with whom.
@Suite struct RoundTests {
  private static let kinds: [HouseholdKind] = [.family, .couple, .pensioners, .single, .flatShare]

  /// Hours of open windows while everybody is at home asleep, by how cold it is outside.
  private static func airedSleep(outdoorC: Double) -> (hours: Double, nights: Int, openings: Int) {
    var (hours, nights, openings) = (0.0, 0, 0)
    for (place, kind) in kinds.enumerated() {
      for seed in 0..<8 as Range<UInt64> {
        var cottage = Cottage(kind: kind, seed: 100 * UInt64(place) + seed)
        cottage.senses.outdoorTemperatureC = outdoorC
        // Warm enough for windows to be opened in the evening.
        cottage.roomTemperatureC = 24
        let people = cottage.household.people.indices.map { ResidentIndex($0) }
        var aired: Set<Int> = []
        var since: SimTime?
        cottage.live(until: Cottage.start + .days(10)) { time, request, household in
          if let start = since {
            hours += (time - start).hours
            since = nil
          }
          if case .moveWindow(let room, let isOpen) = request.action {
            if isOpen { openings += 1 }
            if isOpen { aired.insert(room.index) } else { aired.remove(room.index) }
          }
          let everybodySleeps = people.allSatisfy {
            household.room(of: $0) != nil && household.activity(of: $0) == .sleep
          }
          if everybodySleeps, !aired.isEmpty { since = time }
        }
        nights += 10
      }
    }
    return (hours, nights, openings)
  }

  @Test func windowsAreShutOverAColdNightAndStayOpenOverAWarmOne() {
    let cold = Self.airedSleep(outdoorC: 4)
    #expect(cold.openings > 200, "\(cold)")
    #expect(cold.hours / Double(cold.nights) < 0.01, "\(cold)")
    let warm = Self.airedSleep(outdoorC: 21)
    #expect(warm.hours / Double(warm.nights) > 0.5, "\(warm)")
  }

  /// Small children go with the last grown-up, not while that one is still in the bathroom; to
  /// school and kindergarten they go as they do.
  @Test func smallChildrenLeaveWithTheAdults() {
    var (count, late) = (0, 0)
    for seed in 0..<80 as Range<UInt64> {
      var cottage = Cottage(kind: .family, seed: seed)
      let people = cottage.household.people
      guard people.contains(where: \.needsCare) else { continue }
      var lastChild: SimTime?
      cottage.live(until: Cottage.start + .days(14)) { time, request, household in
        guard case .move(to: nil, _) = request.action else { return }
        let person = people[request.resident.index]
        let adultIsIn = people.indices.contains {
          people[$0].isAdult && household.room(of: ResidentIndex($0)) != nil
        }
        if household.states[request.resident.index].isEscorted, adultIsIn { lastChild = time }
        guard person.isAdult, let child = lastChild else { return }
        count += 1
        if time - child >= .minutes(2) { late += 1 }
        lastChild = nil
      }
    }
    // Another adult may come home while they put on their shoes.
    #expect(count > 15 && late * 8 <= count, "\(late) of \(count)")
  }

  /// Who brushes their teeth after breakfast has done so when they are out, and does so once.
  @Test func teethAreBrushedAfterBreakfast() {
    var count = 0
    for seed in 0..<30 as Range<UInt64> {
      var cottage = Cottage(kind: .single, seed: seed)
      guard cottage.household.people[0].brushesAfterBreakfast else { continue }
      cottage.live(until: Cottage.start + .days(7)) { time, request, household in
        guard case .begin(.away, _) = request.action, LocalMoment.of(time).minuteOfDay < 660
        else { return }
        count += 1
        let state = household.states[0]
        #expect(state.lastWash > state.lastMeal, "seed \(seed) at \(time)")
      }
    }
    #expect(count > 50, "\(count)")
  }
}
