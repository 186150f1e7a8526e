import Clockwork
import Foundation
import Testing

@testable import Agents

/// A node of known time constant and heating rate, in closed form.
@Suite struct WarmUpModelTests {
  @Test func learnsAnExponentialHome() throws {
    let (tau, rate, outdoor) = (30.0, 5.0, -5.0)
    var model = WarmUpModel()
    model.observe(outdoorC: outdoor)
    var temperature = 21.0
    let start = SimTime(microseconds: 0)
    for minute in 0..<(20 * 1_440) as Range<Int64> {
      let time = start + .minutes(minute)
      let isHeating = minute % 720 >= 540
      model.observe(call: isHeating ? 1 : 0, at: time)
      let balance = outdoor + (isHeating ? rate * tau : 0)
      temperature = balance + (temperature - balance) * exp(-1 / 60 / tau)
      if minute % 5 == 0 { model.observe(temperatureC: temperature, at: time) }
    }
    #expect((model.tauHours - tau).magnitude < 0.05 * tau, "\(model.tauHours)")
    #expect((model.heatingRate - rate).magnitude < 0.05 * rate, "\(model.heatingRate)")
    // From T to T + 3 at full heat: tau ln((B - T) / (B - T - 3)), B the balance temperature.
    let balance = outdoor + rate * tau
    let truth = tau * log((balance - temperature) / (balance - temperature - 3))
    let lead = try #require(model.lead(toC: temperature + 3)).hours
    #expect((lead - truth).magnitude < 0.1 * truth, "\(lead) h, truly \(truth) h")
    #expect(model.lead(toC: temperature - 1) == .zero)
  }

  @Test func saysNothingWithoutWeather() {
    var model = WarmUpModel()
    model.observe(temperatureC: 18, at: SimTime(microseconds: 0))
    #expect(model.lead(toC: 21) == nil)
  }
}

@Suite struct AbsenceDiaryTests {
  private let monday = SimTime(microseconds: 1_705_276_800_000_000)

  @Test func expectsTheMedianOfAlikeDays() {
    var diary = AbsenceDiary(clock: nil)
    for hours in [7, 9, 8] as [Int64] { diary.add(leave: monday, return: monday + .hours(hours)) }
    let leave = monday + .days(1)
    let expected = diary.expect(leave: leave, now: leave + .minutes(30))
    #expect(
      expected == .init(returnAt: leave + .hours(8), spread: .hours(1), count: 3))
    // After eight hours only the longest is left.
    #expect(
      diary.expect(leave: leave, now: leave + .minutes(490))
        == .init(returnAt: leave + .hours(9), spread: .zero, count: 1))
    #expect(diary.expect(leave: leave, now: leave + .hours(10)) == nil)
  }

  @Test func shortWalksAreNoAbsences() {
    var diary = AbsenceDiary(clock: nil)
    diary.add(leave: monday, return: monday + .minutes(10))
    #expect(diary.expect(leave: monday, now: monday) == nil)
  }
}
