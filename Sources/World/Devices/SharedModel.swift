public import Clockwork
public import Telemetry

/// A device model as it is held once for all devices and homes that have it, with what follows
/// from it.
///
/// A class, because a home of forty devices would hold some 20 kB of copies; nothing of it ever
/// changes.
public final class SharedModel: Sendable {
  public let model: DeviceModel
  /// Its channels as site plans describe them.
  public let sheets: [SitePlan.ChannelSheet]
  /// What its sensors have in common, a channel each.
  public let figures: [SensorFigures]
  /// The same meter with a counter that runs both ways; nil for all that is no electricity meter.
  private let twoWayMeter: SharedModel?
  /// What an attempt to send takes from a battery, J, and what goes in between, W; 0 for mains.
  let attemptJ: Double
  let idleW: Double
  /// Smallest step of a lamp's level; 0 for all else.
  let levelStep: Double

  public convenience init(_ model: DeviceModel) {
    var twoWay: SharedModel?
    if model.kind == .electricityMeter {
      var other = model
      // Its data sheet lets the counter fall below zero.
      for channel in other.channels.indices where other.channels[channel].channel == .energy {
        other.channels[channel].rangeMin = -1e6
      }
      twoWay = SharedModel(other, twoWay: nil)
    }
    self.init(model, twoWay: twoWay)
  }

  private init(_ model: DeviceModel, twoWay: SharedModel?) {
    self.model = model
    twoWayMeter = twoWay
    sheets = model.channels.map {
      SitePlan.ChannelSheet(
        channel: $0.channel, periodSeconds: $0.periodSeconds, resolution: $0.resolution,
        accuracySD: $0.sheetSD, responseSeconds: $0.lagSeconds, rangeMin: $0.rangeMin,
        rangeMax: $0.rangeMax)
    }
    figures = model.channels.map { SensorFigures($0) }
    attemptJ = model.battery?.attemptJ ?? 0
    idleW = model.battery?.idleW ?? 0
    levelStep = model.channels.first { $0.channel == .lampLevel }?.resolution ?? 0
  }

  /// As one that a home needs that also gives; itself where it meters nothing.
  public var twoWay: SharedModel { twoWayMeter ?? self }

  /// The same device with parts made perfect.
  public func perfect(_ parts: PerfectParts) -> SharedModel {
    parts.isEmpty ? self : SharedModel(model.perfect(parts))
  }
}

/// What all sensors of one channel of a model have in common.
///
/// A class for the reason of ``SharedModel``.
public final class SensorFigures: Sendable {
  let resolution: Double
  let noiseSD: Double
  /// What noise grows by with the value.
  let noiseShare: Double
  let rangeMin: Double
  let rangeMax: Double
  @usableFromInline let period: SimDuration
  let warmUpSeconds: Double
  /// Whether the unit's own heat adds to the reading; else it dries the air.
  let isThermometer: Bool
  /// Power of a microphone's own noise over that of 0 dB; 0 for what is none.
  let ownPower: Double

  init(_ model: ChannelModel) {
    resolution = model.resolution
    noiseSD = model.noiseSD
    noiseShare = model.noiseShare
    rangeMin = model.rangeMin
    rangeMax = model.rangeMax
    period = .seconds(Int64(model.periodSeconds))
    warmUpSeconds = model.warmUpSeconds
    isThermometer = model.channel == .temperature
    ownPower = model.selfNoiseDB.map(UnitError.power) ?? 0
  }
}
