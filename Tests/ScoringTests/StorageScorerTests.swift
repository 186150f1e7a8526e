import Clockwork
import Scoring
import Testing

@Suite struct StorageScorerTests {
  typealias Sample = StorageScorer.Sample
  /// 2023-11-14 00:00 UTC.
  static let midnight = SimTime(microseconds: 1_699_920_000_000_000)

  private static func memory(
    seriesCount: Int = 1, hourly: [Int] = [], whole: [Int] = [], key: RandomKey
  ) -> StorageMemory {
    StorageMemory(
      start: midnight, seriesCount: seriesCount,
      questions: StorageMemory.Questions(
        hourly: hourly,
        whole: Array(repeating: whole, count: StorageMemory.dayCountMax)), key: key)
  }

  @Test func hoursOfAnUnsortedSeries() {
    let key = RandomKey(seed: 5, purpose: Purpose("tests.days"), entity: 0)
    var memory = Self.memory(seriesCount: 2, hourly: [1], key: key)
    for (minute, value) in [(61, 5.0), (0, 1), (59, 3), (30, -2), (62, 7)] {
      let time = Self.midnight + .minutes(Int64(minute))
      memory.take(series: 1, Sample(time: time, value: value), isCounter: false)
      memory.take(series: 0, Sample(time: time, value: 100), isCounter: false)
    }
    let hours = memory.days[0].hours(of: 1)
    #expect(memory.days[0].hours(of: 0).isEmpty, "nobody asks for its hours")
    let expected = [
      StorageScorer.Hour(start: Self.midnight, count: 3, mean: 2.0 / 3, min: -2, max: 3),
      StorageScorer.Hour(start: Self.midnight + .hours(1), count: 2, mean: 6, min: 5, max: 7),
    ]
    #expect(StorageScorer.isSame(hours, expected))
    for change in 0..<4 {
      var other = expected
      switch change {
      case 0: other[1].count += 1
      case 1: other[0].mean += 1e-9
      case 2: other[0].max = 3.0000000000000004
      default: other.removeLast()
      }
      #expect(!StorageScorer.isSame(hours, other), "change \(change)")
    }
  }

  /// Any three days, each as likely as another, whatever the length of the run.
  @Test func daysAreASample() {
    var counts = Array(repeating: 0, count: 10)
    for home in 0..<400 {
      let key = RandomKey(seed: 5, purpose: Purpose("tests.days"), entity: UInt64(home))
      var memory = Self.memory(whole: [0], key: key)
      for hour in 0..<240 {
        memory.take(
          series: 0, Sample(time: Self.midnight + .hours(Int64(hour)), value: 0), isCounter: false)
      }
      #expect(memory.days.count == StorageMemory.dayCountMax)
      for day in memory.days {
        counts[day.index] += 1
        #expect(day.whole[0].samples.count == 24)
      }
    }
    // 120 each, sd about 9.
    #expect(counts.allSatisfy { (85...155).contains($0) }, "\(counts)")
  }

  /// A counter's gain lies evenly between its readings, over midnight too.
  @Test func countersAreSpread() {
    let key = RandomKey(seed: 5, purpose: Purpose("tests.days"), entity: 0)
    var memory = Self.memory(seriesCount: 2, key: key)
    let readings: [(Int64, Double)] = [
      (-6, 10),  // history
      (6, 22),  // 1 kWh an hour: 6 of them in day 0
      (20, 29), (28, 37),  // 7, then 8 of which half before midnight
      (28, 99),  // the same moment again says nothing
      (30, 2),  // reset: began at zero
    ]
    for (hour, value) in readings {
      memory.take(
        series: 1, Sample(time: Self.midnight + .hours(hour), value: value), isCounter: true)
    }
    #expect(memory.days.map(\.index) == [0, 1])
    let energy = memory.days.map { $0.energyKWh[1] ?? -1 }
    #expect((energy[0] - 17).magnitude < 1e-12 && (energy[1] - 6).magnitude < 1e-12, "\(energy)")
    #expect(memory.days[0].energyKWh[0] == nil)
  }

  @Test func questionsAndBytes() {
    let boards = (0..<4).map { home in
      var board = ScoreBoard(definitions: StorageScorer.definitions)
      for n in 0..<10 {
        StorageScorer.add(isExact: n != home, day: n / 5, to: &board, firstScore: 0)
      }
      StorageScorer.add(
        bytes: Int64(300 * (home + 1)), readings: Int64(100 * (home + 1)), to: &board, firstScore: 0
      )
      StorageScorer.add(bytes: 5, readings: 0, to: &board, firstScore: 0)
      return board
    }
    let scores = StorageScorer.definitions.indices.map { index in
      Judge.score(StorageScorer.definitions[index], tallies: boards.map { $0.tallies[index] })
    }
    #expect(scores[0].value == 0.9 && scores[0].oracle == 1 && scores[0].count == 40)
    #expect(scores[1].value == 3 && scores[1].interval == 3...3 && !scores[1].isPortable)
    #expect(Judge.boundViolations(scores).isEmpty)
  }
}
