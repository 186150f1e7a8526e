import Clockwork
import Foundation
import StateSpace
import Testing

/// FilterPy's answers: Tests/Fixtures/fusion/make.py made them.
@Suite struct PeerTests {
  @Test func filterAndSmootherAgreeWithFilterPy() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/fusion/filterpy.csv")
    let rows = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) } }
    #expect(rows.count == 40)
    var readings: [FusionPass.Reading] = []
    for row in rows {
      let time = SimTime(microseconds: Int64(try #require(row[0])) * 1_000_000)
      for sensor in 0..<2 {
        readings.append(.init(time: time, sensor: sensor, value: row[1 + sensor] ?? .nan))
      }
    }
    let filter = FusionFilter(
      LevelProcess(rateSD: 0.4 / 3600, rateTimeConstant: 1800, pull: 0.02 / 3600),
      sensors: [SensorNoise(sd: 0.5), SensorNoise(sd: 0.3)], faults: .none, level: 0.2, levelSD: 1)
    for (smooths, column) in [(false, 3), (true, 5)] {
      let pass = FusionPass(readings, by: filter, smooths: smooths)
      for (moment, row) in zip(pass.moments, rows) {
        let (mean, variance) = (try #require(row[column]), try #require(row[column + 1]))
        #expect((moment.level.mean - mean).magnitude < 1e-9)
        #expect((moment.level.variance / variance - 1).magnitude < 1e-8)
      }
    }
  }
}
