public import Clockwork
public import Dwellings
public import Telemetry

/// What electricity costs in one hour.
public struct HourPrice: Sendable {
  public var start: SimTime
  /// What the supplier says of it.
  public var message: TariffMessage
  public var level: PriceLevel
  /// Whether anything differs from the hour before.
  public var isNews: Bool

  public init(start: SimTime, message: TariffMessage, level: PriceLevel, isNews: Bool) {
    self.start = start
    self.message = message
    self.level = level
    self.isNews = isNews
  }
}
