internal import Clockwork
internal import Numerics

/// Whether somebody can tell the days of two groups of homes apart: 0.5 if not, 1 if always.
///
/// A classifier learns which group a day is from and is asked about days of other homes; the share
/// of pairs that it puts in the right order is the area under its ROC curve. It is the vote of the
/// nearest neighbours, as many as the root of what it has learnt from.
///
/// Source: Lopez-Paz and Oquab 2017, "Revisiting classifier two-sample tests", ICLR, section 3.
struct TwoSampleClassifier {
  /// One day: the mean power of each hour, in means of its home.
  typealias Day = [Double]

  /// A group holds more days than that only to choose among.
  static let daysMax = 200

  private let train: [(day: Day, isFirst: Bool)]
  private let test: [(day: Day, isFirst: Bool)]

  /// - Parameters:
  ///   - first: the days of each home of a group; homes are parted into those that are learnt from
  ///     and those that are asked about, a single home's days into the earlier and the later.
  /// - Returns: nil where a part is empty.
  init?(_ first: [[Day]], _ second: [[Day]], key: UInt64 = 0) {
    var stream = RandomStream(seed: key, purpose: Purpose("realism.classifier"), entity: 0)
    let (a, b) = (Self.parts(first), Self.parts(second))
    guard ![a.train, a.test, b.train, b.test].contains(where: \.isEmpty) else { return nil }
    func even(_ a: [Day], _ b: [Day]) -> [(day: Day, isFirst: Bool)] {
      let count = min(a.count, b.count, Self.daysMax)
      return Self.some(count, of: a, from: &stream).map { ($0, true) }
        + Self.some(count, of: b, from: &stream).map { ($0, false) }
    }
    train = even(a.train, b.train)
    test = even(a.test, b.test)
  }

  private static func parts(_ homes: [[Day]]) -> (train: [Day], test: [Day]) {
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

  /// The area under the ROC curve, ties counted half (Hanley and McNeil 1982).
  var areaUnderCurve: Double {
    let neighbours = max(1, Int(Double(train.count).squareRoot()))
    let scored = test.map { (score: votes(for: $0.day, of: neighbours), isFirst: $0.isFirst) }
    let firsts = scored.filter(\.isFirst).map(\.score)
    let seconds = scored.filter { !$0.isFirst }.map(\.score)
    var right = 0.0
    for first in firsts {
      for second in seconds { right += first > second ? 1 : first == second ? 0.5 : 0 }
    }
    return right / Double(firsts.count * seconds.count)
  }

  /// How many of the nearest days are of the first group.
  private func votes(for day: Day, of neighbours: Int) -> Int {
    var near = train.enumerated().map { place, other in
      (distance: Self.distance(day, other.day), place: place, isFirst: other.isFirst)
    }
    near.sort { ($0.distance, $0.place) < ($1.distance, $1.place) }
    return near.prefix(neighbours).count { $0.isFirst }
  }

  private static func distance(_ a: Day, _ b: Day) -> Double {
    var sum = 0.0
    for hour in a.indices { sum += (a[hour] - b[hour]) * (a[hour] - b[hour]) }
    return sum
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
