import Clockwork
import Telemetry
import Testing

@Suite struct EnergyCounterTests {
  @Test(arguments: [
    // from, to, minutes, gain, reset
    (10.0, 12.5, 60, 2.5, false), (10, 10, 1, 0, false),
    // Fed in: 11 kW for an hour, and a rounding within a second.
    (100, 89, 60, -11, false), (5.001, 5.0, 0, -0.001, false),
    // No home feeds in so much: the counter began anew.
    (100, 3, 60, 3, true), (37, 2, 120, 2, true), (5, 4, 1, 4, true),
  ])
  func whatACounterGains(
    from: Double, to: Double, minutes: Int, gain: Double, wasReset: Bool
  ) {
    let result = EnergyCounter.gain(from: from, to: to, over: .minutes(Int64(minutes)))
    #expect(abs(result.energyKWh - gain) < 1e-12 && result.wasReset == wasReset)
  }
}
