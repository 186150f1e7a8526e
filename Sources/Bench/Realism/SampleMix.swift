/// Where within a class of received power the samples of a testbed lie, and how those of another
/// place are weighed to that.
///
/// Below -84 dBm delivery rises from nothing to all within 3 dB: a class whose samples crowd
/// at its strong edge delivers more than another, whatever the radio. Post-stratification as of
/// ``LinkMix``; whole links are means over 16 channels, which differ by 2 dB, and need none of it.
enum SampleMix {
  /// Of 0.5 dB each.
  private static let weakestDBm = -91.0
  /// Samples of FIT IoT-LAB Grenoble, 2018, from -91 to -84 dBm; derived figures. Powers are means
  /// of what arrived, so that they crowd at -86.5 dBm: what is weaker is heard only when it is
  /// stronger.
  private static let counts: [Double] = [
    880, 485, 713, 732, 944, 1_076, 1_830, 3_370, 6_804, 9_461, 1_796, 2_126, 1_394, 1_670,
  ]
  private static let weakestClass = -93

  /// How much each sample counts within its class; they add up to the class's members.
  ///
  /// Even where the testbed's share is not known, and in a class none of whose samples lies where
  /// the testbed has some.
  static func weightsWithinClass(_ signals: [Double]) -> [Double] {
    let places = signals.map { Int((2 * ($0 - weakestDBm)).rounded(.down)) }
    let edges = signals.map(LinkMix.edge)
    var counts: [Int: Double] = [:]
    for place in places { counts[place, default: 0] += 1 }
    let raw = zip(edges, places).map { edge, place in
      if Self.counts.indices.contains(place) { return Self.counts[place] / (counts[place] ?? 1) }
      return place < 0 && edge >= weakestClass ? 0 : 1
    }
    var sums: [Int: (weight: Double, count: Double)] = [:]
    for (edge, weight) in zip(edges, raw) {
      let before = sums[edge] ?? (0, 0)
      sums[edge] = (before.weight + weight, before.count + 1)
    }
    return zip(edges, raw).map { edge, weight in
      guard let sum = sums[edge], sum.weight > 0 else { return 1 }
      return weight * sum.count / sum.weight
    }
  }
}
