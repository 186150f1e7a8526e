import Clockwork
import Testing

@testable import Detection

private let minute: Int64 = 60_000_000

/// A level with noise, a value every ten minutes.
private struct Plain {
  var times: [Int64]
  var values: [Double]

  init(days: Int, seed: UInt64, persistence: Double = 0) {
    var chance = RandomStream(seed: seed, purpose: Purpose("tests.faults"), entity: 0)
    times = (0..<(days * 144)).map { Int64($0) * 10 * minute }
    var state = 0.0
    values = times.map { _ in
      state = persistence * state + (1 - persistence * persistence).squareRoot() * chance.gaussian()
      return ((20 + 0.2 * state) * 100).rounded() / 100
    }
  }

  func report(clean: Int, _ settings: FaultDetector.Settings = .init()) throws -> FaultReport {
    var detector = try FaultDetector(
      learning: Array(times[..<clean]), values: Array(values[..<clean]), settings: settings)
    return try detector.judge(times: Array(times[clean...]), values: Array(values[clean...]))
  }
}

@Suite struct FaultDetectorTests {
  /// What is stated is kept, on series without memory and with one of some hours: 100 streams of
  /// 14 days each after 7 days to learn from, .05 episodes a day stated.
  @Test(arguments: [0.0, 0.9])
  func statedRateIsKept(persistence: Double) throws {
    var count = 0
    for seed in 1...100 {
      let plain = Plain(days: 21, seed: UInt64(seed), persistence: persistence)
      count += try plain.report(clean: 7 * 144).episodes.count
    }
    let rate = Double(count) / (100 * 14)
    #expect(rate > 0.01 && rate < 0.1, "\(rate) a day")
  }

  @Test(arguments: [FaultKind.stuck, .noise, .spike, .bias, .drift, .dropout, .clock])
  func kindsAreNamed(kind: FaultKind) throws {
    var plain = Plain(days: 14, seed: 3)
    var chance = RandomStream(seed: 3, purpose: Purpose("tests.faults.more"), entity: 0)
    let (first, last) = (10 * 144, 11 * 144)
    for row in first..<last {
      switch kind {
      case .stuck: plain.values[row] = 20.05
      case .noise: plain.values[row] += 1.2 * chance.gaussian()
      case .spike: if row == first { plain.values[row] += 5 }
      case .bias: plain.values[row] += 0.8
      case .drift: plain.values[row] += 0.02 * Double(row - first)
      case .clock: plain.times[row] -= 43 * minute
      case .dropout, .unusual: break
      }
    }
    if kind == .dropout {
      plain.times.removeSubrange(first..<(first + 30))
      plain.values.removeSubrange(first..<(first + 30))
    }
    let report = try plain.report(clean: 7 * 144)
    let found = try #require(
      report.episodes.first { $0.rows.overlaps((first - 1008)...(last - 1008)) })
    #expect(found.score > 0 && found.start <= found.end || kind == .clock)
    #expect(found.kind == kind, "\(found)")
    if kind == .dropout { #expect(found.start == Int64(first - 1) * 10 * minute) }
  }

  /// A row's score does not depend on what comes after it.
  @Test func scoresAreCausal() throws {
    let plain = Plain(days: 14, seed: 4)
    var changed = plain
    for row in 1_500..<plain.values.count { changed.values[row] = 99 }
    let (a, b) = (try plain.report(clean: 1_008), try changed.report(clean: 1_008))
    #expect(a.scores[..<492] == b.scores[..<492])
    #expect(a.scores[492] != b.scores[492])
  }

  @Test func switchedOffMembersSayNothing() throws {
    var plain = Plain(days: 14, seed: 3)
    for row in 1_440..<1_600 { plain.values[row] = 20.05 }
    let settings = FaultDetector.Settings(kinds: [.dropout, .clock])
    #expect(try plain.report(clean: 1_008, settings).episodes.isEmpty)
  }

  /// A switch that nobody touches is not stuck.
  @Test func aConstantSeriesIsQuiet() throws {
    var plain = Plain(days: 14, seed: 3)
    for row in plain.values.indices { plain.values[row] = 7 }
    #expect(try plain.report(clean: 1_008).episodes.isEmpty)
  }

  @Test func mistakesAreTold() {
    let plain = Plain(days: 2, seed: 1)
    func learn(_ times: [Int64], _ values: [Double]) -> DetectionError? {
      do {
        _ = try FaultDetector(learning: times, values: values)
        return nil
      } catch { return error }
    }
    #expect(learn([1, 2], [1, 2]) == .tooFewCleanRows(found: 2, expected: 60))
    var times = plain.times
    times[70] = times[69]
    #expect(learn(times, plain.values) == .notRising(row: 70))
    var values = plain.values
    values[5] = .nan
    #expect(learn(plain.times, values) == .notFinite(row: 5))
    #expect("\(DetectionError.notRising(row: 70))".hasPrefix("clean row 71:"))
  }

  /// Constant, huge, tiny and far-off series are judged without a trap.
  @Test(arguments: [
    (0.0, 0.0), (1e300, 1e299), (1e-300, 1e-301), (-5, 0), (1e15, 0.001),
  ])
  func extremeSeriesAreJudged(level: Double, spread: Double) throws {
    var chance = RandomStream(seed: 6, purpose: Purpose("tests.extremes"), entity: 0)
    let times = (0..<300).map { Int64.min / 2 + Int64($0) * 30 * 1_000_000_000_000 }
    let values = times.map { _ in level + spread * chance.gaussian() }
    var detector = try FaultDetector(
      learning: Array(times[..<200]), values: Array(values[..<200]))
    let more = values[200...] + [level * 1.5, -level, 1e308, -1e308, 0]
    let report = try detector.judge(
      times: Array(times[200...]) + [.min, .max, 0, 0, .max], values: Array(more))
    #expect(report.scores.allSatisfy { $0.isFinite })
  }
}
