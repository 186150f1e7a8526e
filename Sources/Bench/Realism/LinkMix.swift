/// How often each class of received power is met in a testbed, and how links of another place are
/// weighed to that mix.
///
/// Post-stratification: a link weighs as its class is met in the testbed over how often it is met
/// here. A class with few links would lend its whole weight to them, so that classes below the
/// weakest one that is well met here are left out, there as well: bands of what is standardised
/// name the class from which on they are.
/// - Source: Holt and Smith 1979, *Journal of the Royal Statistical Society A* 142, 33-46.
struct LinkMix: Sendable {
  /// By the lower edge of the class, dBm, ascending.
  let known: [(edge: Int, count: Int)]

  /// Width of a class of received power, dB.
  static let classWidth = 3

  /// Links by their mean power: FIT IoT-LAB Grenoble, 2018, 477 links; derived figures.
  static let links = LinkMix(known: [
    (-93, 10), (-90, 111), (-87, 84), (-84, 34), (-81, 33), (-78, 43), (-75, 27), (-72, 33),
    (-69, 25), (-66, 8), (-63, 20), (-60, 20), (-57, 7), (-54, 9), (-51, 5), (-48, 5), (-45, 1),
    (-30, 2),
  ])
  /// Its 234 links that were tried both ways, by the mean power of both.
  static let pairs = LinkMix(known: [
    (-93, 1), (-90, 58), (-87, 39), (-84, 16), (-81, 19), (-78, 20), (-75, 14), (-72, 15),
    (-69, 13), (-66, 5), (-63, 8), (-60, 12), (-57, 3), (-54, 5), (-51, 2), (-48, 3), (-30, 1),
  ])

  static func edge(_ signalDBm: Double) -> Int {
    Int((signalDBm / Double(classWidth)).rounded(.down)) * classWidth
  }

  /// The lower edge of the weakest class from which on every class that the testbed knows well is
  /// met by a handful of these links; nil if there is none.
  func weakest(_ signals: [Double]) -> Int? {
    let edges = signals.map(Self.edge)
    let well = known.filter { $0.count >= LinkFigures.linksMin }.map(\.edge)
    let missing = well.last { edge in edges.count { $0 == edge } < LinkFigures.linksMin }
    return well.first { edge in missing.map { edge > $0 } ?? true }
  }

  /// How much each counts so that classes of power are met as in the testbed; weaker ones, and
  /// classes that it never met, count nothing.
  ///
  /// - Parameter weakest: nil for all classes.
  func weights(_ signals: [Double], from weakest: Int?) -> [Double] {
    let edges = signals.map(Self.edge)
    var counts: [Int: Double] = [:]
    for edge in edges { counts[edge, default: 0] += 1 }
    return edges.map { edge in
      guard weakest.map({ edge >= $0 }) ?? true else { return 0 }
      let known = known.first { $0.edge == edge }?.count ?? 0
      return Double(known) / (counts[edge] ?? 1)
    }
  }
}
