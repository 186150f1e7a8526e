import Clockwork
import Telemetry
import Testing

@testable import Residents

@Suite struct SpeedTests {
  /// Lives 100 home-days; the limit is loose because debug builds and busy machines share it.
  @Test func aHomeDayIsCheap() {
    let clock = ContinuousClock()
    var requestCount = 0
    let took = clock.measure {
      for home in 0..<20 {
        var cottage = Cottage(kind: fleetMix[home % fleetMix.count], seed: 1, home: home)
        cottage.live(until: Cottage.start + .days(5)) { _, _, _ in requestCount += 1 }
      }
    }
    let perDay = took / .milliseconds(100)
    print("residents: \(perDay) ms a home-day, \(requestCount / 100) requests")
    #expect(perDay < 100)
  }
}
