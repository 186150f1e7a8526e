internal import Quantities

/// What stands between a device and its gateway.
public struct RadioPath: Hashable, Sendable {
  public var distanceM: Double
  /// Of all walls on the way together, dB.
  public var wallLossDB: Double
  public var floorCount: Int
  /// Of one floor, dB.
  public var floorLossDB: Double

  public init(distanceM: Double, wallLossDB: Double, floorCount: Int, floorLossDB: Double) {
    self.distanceM = distanceM
    self.wallLossDB = wallLossDB
    self.floorCount = floorCount
    self.floorLossDB = floorLossDB
  }

  /// Middle of the 2.4 GHz band, MHz.
  static let frequencyMHz = 2_442.0
  /// Small antennas, boxes and furniture at both ends, dB: assumed (3-15).
  static let installationLossDB = 10.0

  /// Mean loss from antenna to antenna, dB.
  ///
  /// Free space, walls and floors add up; a second floor costs less than the first. Nobody is
  /// nearer than half a metre.
  /// - Source: multi-wall model of COST 231 (final report 1999, section 4.7.2), exponent b = 0.46;
  ///   free space: ITU-R P.525, 20 log10(f/MHz) + 20 log10(d/m) - 27.55.
  public var lossDB: Double {
    let free =
      20 * Elementary.log10(Self.frequencyMHz) + 20 * Elementary.log10(max(distanceM, 0.5)) - 27.55
    let floors = Double(floorCount)
    let floorTerm =
      floorCount == 0
      ? 0 : floorLossDB * Elementary.pow(floors, (floors + 2) / (floors + 1) - 0.46)
    return free + wallLossDB + floorTerm + Self.installationLossDB
  }
}
