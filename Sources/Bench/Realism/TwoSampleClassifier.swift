internal import Clockwork
internal import Numerics

/// Whether somebody can tell the days of two groups of homes apart: 0.5 if not, 1 if always.
///
/// A classifier learns which group a day is from and is asked about days of other homes; the share
/// of pairs that it puts in the right order is the area under its ROC curve. Then the parts change
/// places, so that every home is learnt from and asked about once. It is a
/// ``DecisionForest`` that looks at the hours, and at what makes a day whatever its hours are: how
/// its powers are distributed and how they step from one hour to the next. By the hours alone, as
/// nearest neighbours compare days, a day of random hours passes for a home's.
///
/// Source: Lopez-Paz and Oquab 2017, "Revisiting classifier two-sample tests", ICLR, section 3.
struct TwoSampleClassifier {
  /// One day: the mean power of each hour, in means of its home.
  typealias Day = [Double]

  /// A group holds more days than that only to choose among.
  static let daysMax = 500

  /// What was learnt, and what it is asked about; twice, the parts changed.
  private let rounds: [(forest: DecisionForest, test: [(day: Day, isFirst: Bool)])]

  /// - Parameters:
  ///   - first: the days of each home of a group; homes are parted into two, a single home's days
  ///     into the earlier and the later.
  /// - Returns: nil where a part is empty.
  init?(_ first: [[Day]], _ second: [[Day]], key: UInt64 = 0) {
    var stream = RandomStream(seed: key, purpose: Purpose("realism.classifier"), entity: 0)
    let (a, b) = (Self.parts(first), Self.parts(second))
    guard ![a.0, a.1, b.0, b.1].contains(where: \.isEmpty) else { return nil }
    func even(_ a: [Day], _ b: [Day]) -> [(day: Day, isFirst: Bool)] {
      let count = min(a.count, b.count, Self.daysMax)
      return Self.some(count, of: a, from: &stream).map { ($0, true) }
        + Self.some(count, of: b, from: &stream).map { ($0, false) }
    }
    let lots = [even(a.0, b.0), even(a.1, b.1)]
    rounds = [(lots[0], lots[1]), (lots[1], lots[0])].map { train, test in
      let samples = train.map {
        DecisionForest.Example(features: Self.features($0.day), isFirst: $0.isFirst)
      }
      return (DecisionForest(samples, stream: &stream), test)
    }
  }

  /// The hours; the hours by size; the sizes of the steps between them; what an hour tells of the
  /// next one.
  static func features(_ day: Day) -> [Double] {
    let steps = zip(day.dropFirst(), day).map { $0 - $1 }
    let mean = Statistics.mean(day) ?? 0
    let departures = day.map { $0 - mean }
    let square = departures.reduce(0) { $0 + $1 * $1 }
    let product = zip(departures.dropFirst(), departures).reduce(0) { $0 + $1.0 * $1.1 }
    return day + day.sorted() + steps.map(\.magnitude).sorted()
      + [square > 0 ? product / square : 0]
  }

  private static func parts(_ homes: [[Day]]) -> ([Day], [Day]) {
    if homes.count == 1 {
      let half = homes[0].count / 2
      return (Array(homes[0][..<half]), Array(homes[0][half...]))
    }
    let half = homes.count / 2
    return (homes[..<half].flatMap { $0 }, homes[half...].flatMap { $0 })
  }

  /// As many days, by Fisher and Yates.
  private static func some(
    _ count: Int, of days: [Day], from stream: inout RandomStream
  ) -> [Day] {
    var all = days
    for place in 0..<count {
      all.swapAt(place, place + Int(stream.below(UInt64(all.count - place))))
    }
    return Array(all[..<count])
  }

  /// The area under the ROC curve, ties counted half (Hanley and McNeil 1982); the mean of both
  /// rounds.
  var areaUnderCurve: Double {
    rounds.reduce(0) { $0 + Self.area($1.forest, $1.test) } / Double(rounds.count)
  }

  private static func area(_ forest: DecisionForest, _ test: [(day: Day, isFirst: Bool)]) -> Double
  {
    let scored = test.map { (score: forest.score(features($0.day)), isFirst: $0.isFirst) }
    let firsts = scored.filter(\.isFirst).map(\.score)
    let seconds = scored.filter { !$0.isFirst }.map(\.score)
    var right = 0.0
    for first in firsts {
      for second in seconds { right += first > second ? 1 : first == second ? 0.5 : 0 }
    }
    return right / Double(firsts.count * seconds.count)
  }
}

extension HouseholdLoad {
  /// The whole days that were measured from midnight to midnight, in means of the load.
  var daysInMeans: [TwoSampleClassifier.Day] {
    guard let mean = Statistics.mean(known), mean > 0 else { return [] }
    let first = (24 - Self.hourOfDay(firstHour)) % 24
    return stride(from: first, to: meansW.count - 23, by: 24).compactMap { start in
      let hours = meansW[start..<start + 24].compactMap { $0 }
      return hours.count == 24 ? hours.map { $0 / mean } : nil
    }
  }
}
