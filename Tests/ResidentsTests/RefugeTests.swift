import Clockwork
import Telemetry
import Testing
import Truth

@testable import Residents

/// Who leaves a home that cannot be lived in, and who stays.
@Suite struct RefugeTests {
  private static let homes: [(kind: HouseholdKind, seed: UInt64)] = [
    (.family, 31), (.couple, 32), (.flatShare, 33), (.pensioners, 34), (.single, 35),
  ]

  /// Shares of person-hours at home between 0 and 6 o'clock, night by night.
  private func nightsAtHome(
    _ kind: HouseholdKind, _ seed: UInt64, at temperatureC: Double
  ) -> [Double] {
    var cottage = Cottage(kind: kind, seed: seed)
    cottage.roomTemperatureC = temperatureC
    var shares: [Double] = []
    for night in 1...5 as ClosedRange<Int64> {
      var (home, all) = (0.0, 0.0)
      for hour in 1...5 as ClosedRange<Int64> {
        cottage.live(until: Cottage.start + .days(night) + .hours(hour)) { _, _, _ in }
        for state in cottage.household.states {
          all += 1
          if state.isHome { home += 1 }
        }
      }
      shares.append(home / all)
    }
    return shares
  }

  @Test(arguments: [6.0, 36.0]) func nobodySleepsInAnUnlivableHome(temperatureC: Double) {
    for (kind, seed) in Self.homes {
      let nights = nightsAtHome(kind, seed, at: temperatureC)
      #expect(nights.allSatisfy { $0 < 0.35 }, "\(kind), seed \(seed): \(nights)")
    }
  }

  /// Cold and warm homes are lived in.
  @Test(arguments: [15.0, 20.5, 30.0]) func peopleStayInOthers(temperatureC: Double) {
    for (kind, seed) in Self.homes {
      let nights = nightsAtHome(kind, seed, at: temperatureC)
      #expect(nights.reduce(0, +) > 2.5, "\(kind), seed \(seed): \(nights)")
    }
  }

  /// They come back and look, and no small child is left behind.
  @Test func theyReturnAndChildrenGoWithThem() {
    var cottage = Cottage(kind: .family, seed: 31)
    cottage.roomTemperatureC = 6
    var returns = 0
    var gone = false
    for quarter in 1...(4 * 24 * 5) as ClosedRange<Int64> {
      cottage.live(until: Cottage.start + .minutes(15 * quarter)) { _, _, _ in }
      let household = cottage.household
      let isEmpty = !household.states.contains { $0.isHome }
      if gone, !isEmpty { returns += 1 }
      gone = isEmpty
      for resident in household.states.indices where household.needsEscort(resident) {
        // On their way out.
        #expect(household.states[resident].nextTime < Cottage.start + .minutes(15 * quarter + 15))
      }
    }
    #expect(returns >= 3, "\(returns)")
  }
}
