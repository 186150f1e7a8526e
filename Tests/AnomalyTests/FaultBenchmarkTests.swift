import Testing

@testable import Anomaly
@testable import Detection

@Suite struct FaultBenchmarkTests {
  @Test func streamsAreLabelledAndRepeatable() {
    let stream = RoomStream(seed: 101)
    #expect(stream == RoomStream(seed: 101))
    #expect(stream.values != RoomStream(seed: 102).values)
    #expect(stream.values.count == 4_032 && stream.events.count == 8)
    for fault in RoomStream.Fault.allCases {
      let count = stream.events.count { $0.fault == fault }
      #expect(count == (fault == .spike ? 4 : 1))
    }
    let rows = stream.events.map(\.rows)
    #expect(rows[0].lowerBound >= RoomStream.cleanCount && rows[7].upperBound < 4_032)
    #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.upperBound + 6 < $1.lowerBound })
    // Outside of faults the room is the same without them.
    let healthy = RoomStream(seed: 101, isHealthy: true)
    for (row, fault) in stream.faults.enumerated() where fault == nil {
      #expect(stream.values[row] == healthy.values[row])
    }
    #expect(stream.values.allSatisfy { abs($0 * 10 - ($0 * 10).rounded()) < 1e-9 })
  }

  @Test func blindDetectorsLackTheirMembers() {
    #expect(!FaultBenchmark.kinds(blindTo: .stuck).contains(.stuck))
    #expect(FaultBenchmark.kinds(blindTo: .bias).isDisjoint(with: [.bias, .drift]))
    #expect(FaultBenchmark.kinds(blindTo: .drift).isDisjoint(with: [.bias, .drift]))
    #expect(!FaultBenchmark.kinds(blindTo: .noise).contains(.noise))
    #expect(!FaultBenchmark.kinds(blindTo: .spike).contains(.spike))
  }

  /// Figures of docs/detection.md, with room for another compiler's rounding only.
  @Test func reportedFiguresHold() throws {
    let rows = FaultBenchmark(seeds: FaultBenchmark.reportedSeeds).rows
    let ours = try #require(rows.first { $0.name.contains("left out") }).scores
    #expect(ours.eventRecall >= 0.95 && ours.falseEpisodesPerDay <= 0.15, "\(ours)")
    #expect(ours.averagePrecision > 0.65, "\(ours)")
    for peer in rows.prefix(3) {
      #expect(ours.averagePrecision > peer.scores.averagePrecision + 0.1, "\(peer)")
    }
  }

  /// Bars at both ends: silence finds nothing, the truth everything.
  @Test func silenceAndTruth() {
    let events = [10...19, 50...50]
    let labels = (0..<100).map { row in events.contains { $0.contains(row) } }
    let truth = FaultScores(
      [.init(scores: labels.map { $0 ? 1 : 0 }, alarms: labels, events: events)], rowsPerDay: 100)
    #expect(truth.pointF1 == 1 && truth.rangeF1 == 1 && truth.averagePrecision == 1)
    #expect(truth.eventRecall == 1 && truth.falseEpisodesPerDay == 0 && truth.delayRows == 0)
    let quiet = [Bool](repeating: false, count: 100)
    let null = FaultScores(
      [.init(scores: quiet.map { _ in 0 }, alarms: quiet, events: events)], rowsPerDay: 100)
    #expect(null.pointF1 == 0 && null.rangeF1 == 0 && null.eventRecall == 0)
    #expect(null.averagePrecision == 0.11 && null.delayRows == nil)
    let wrong = FaultScores(
      [.init(scores: quiet.map { _ in 0 }, alarms: (0..<100).map { $0 == 80 }, events: events)],
      rowsPerDay: 100)
    #expect(wrong.falseEpisodesPerDay == 1)
  }
}

/// Held to the authors' package: Tests/Fixtures/detection/volume.py printed the figures.
@Suite struct VolumeUnderSurfaceTests {
  private static let count = 400
  private static let labels = (0..<count).map { row in
    [40...59, 120...125, 130...131, 300...300, 390...399].contains { $0.contains(row) }
  }
  private static let scores = (0..<count).map { row in
    var score = Double(row * 37 % 101) / 101
    if (45..<62).contains(row) { score += 0.5 }
    if (118..<123).contains(row) { score += 0.7 }
    return row == 300 ? score + 0.2 : score
  }

  @Test(arguments: [
    (0, 0.3764827874231907), (1, 0.3764827874231907), (8, 0.4308308097604313),
    (24, 0.45438310978709107),
  ])
  func asTheAuthorsPackage(width: Int, expected: Double) throws {
    let found = try #require(
      VolumeUnderSurface.precisionRecall(
        scores: Self.scores, labels: Self.labels, widthMax: width))
    #expect(abs(found - expected) < 1e-9, "\(found)")
  }

  /// One event of a row in the middle, width 4: weights root .5, root .75, 1, root .75, root .5.
  @Test func buffersByHand() {
    let weights = VolumeUnderSurface.extended([5...5], width: 4, count: 11)
    let (far, near) = (0.5.squareRoot(), 0.75.squareRoot())
    #expect(weights == [0, 0, 0, far, near, 1, near, far, 0, 0, 0])
    #expect(VolumeUnderSurface.extended([0...0], width: 1, count: 2) == [1, 0])
  }

  @Test func nothingAnomalousIsNil() {
    let none = VolumeUnderSurface.precisionRecall(
      scores: [1, 2], labels: [false, false], widthMax: 3)
    #expect(none == nil)
  }
}
