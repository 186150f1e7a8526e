/// What a plant does in some weathers or under some calls only.
public struct PlantWorks: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The compressor of a heat pump runs where its coil freezes, and thaws it in between.
  public static let thaws = PlantWorks(rawValue: 1)
  /// A heat pump is called for and its compressor stays off.
  public static let isTooCold = PlantWorks(rawValue: 2)
  /// Strip heat helps.
  public static let usesStrip = PlantWorks(rawValue: 4)
  public static let cools = PlantWorks(rawValue: 8)
}
