import Clockwork
import Forecasting
import Telemetry
import Testing

@Suite("Calibration")
struct CalibrationTests {
  /// Noise that is three times larger in the evening, and grows by half over the test.
  private func series(_ days: Int, seed: UInt64) -> [Double] {
    var stream = Fixtures.key(seed).stream(3)
    return (0..<(24 * days)).map { index in
      let isEvening = (17...22).contains(index % 24)
      let growth = 1 + 0.5 * Double(index) / Double(24 * days)
      return 600 + (isEvening ? 500 : 0) + (isEvening ? 150 : 50) * growth * stream.gaussian()
    }
  }

  @Test("stated and found coverage agree on noise that changes by the hour")
  func coverage() throws {
    var in80 = [0.0, 0]
    var in95 = [0.0, 0]
    var counts = [0.0, 0]
    for seed: UInt64 in 1...4 {
      let values = series(52, seed: seed)
      var model = HarmonicRegression(settings: Fixtures.quick, key: Fixtures.key(seed))
      for day in 28..<52 {
        let forecast = try model.forecast(
          Fixtures.series(Array(values.prefix(24 * day))),
          ForecastRequest(issuedAt: Fixtures.time(24 * day)))
        for hour in 0..<24 {
          let part = (17...22).contains(hour) ? 1 : 0
          let truth = values[24 * day + hour]
          func isInside(_ low: Double, _ high: Double) -> Bool {
            truth >= forecast.quantile(ofHour: hour, level: low)
              && truth <= forecast.quantile(ofHour: hour, level: high)
          }
          counts[part] += 1
          in80[part] += isInside(0.1, 0.9) ? 1 : 0
          in95[part] += isInside(0.025, 0.975) ? 1 : 0
        }
      }
    }
    let all80 = (in80[0] + in80[1]) / (counts[0] + counts[1])
    let all95 = (in95[0] + in95[1]) / (counts[0] + counts[1])
    // 2,304 hours: one standard error of a coverage of 80 % is .8 %.
    #expect((all80 - 0.8).magnitude < 0.03, "seeds 1...4: \(all80)")
    #expect((all95 - 0.95).magnitude < 0.02, "seeds 1...4: \(all95)")
    for part in 0...1 {
      #expect((in80[part] / counts[part] - 0.8).magnitude < 0.07, "part \(part)")
      #expect((in95[part] / counts[part] - 0.95).magnitude < 0.04, "part \(part)")
    }
  }

  @Test("a model that is too sure of itself learns to doubt")
  func learns() throws {
    // Unforeseen level shifts every day: in-sample errors know nothing of tomorrow's level.
    var stream = Fixtures.key(31).stream(0)
    var levels: [Double] = []
    for _ in 0..<70 { levels.append(800 + 200 * stream.gaussian()) }
    let values = (0..<(24 * 70)).map { levels[$0 / 24] + 10 * stream.gaussian() }
    func coverage(isCalibrated: Bool) throws -> Double {
      var settings = Fixtures.quick
      settings.isCalibrated = isCalibrated
      settings.residualMeanSpans = []
      settings.residualLags = [1]
      var model = HarmonicRegression(settings: settings, key: Fixtures.key(1))
      var inside = 0.0
      for day in 30..<70 {
        let forecast = try model.forecast(
          Fixtures.series(Array(values.prefix(24 * day))),
          ForecastRequest(issuedAt: Fixtures.time(24 * day)))
        for hour in 0..<24 {
          let truth = values[24 * day + hour]
          if truth >= forecast.quantile(ofHour: hour, level: 0.1),
            truth <= forecast.quantile(ofHour: hour, level: 0.9)
          {
            inside += 1
          }
        }
      }
      return inside / (40 * 24)
    }
    let plain = try coverage(isCalibrated: false)
    let calibrated = try coverage(isCalibrated: true)
    #expect((calibrated - 0.8).magnitude < 0.1, "\(calibrated)")
    #expect((calibrated - 0.8).magnitude <= (plain - 0.8).magnitude + 0.01, "\(plain)")
  }
}
