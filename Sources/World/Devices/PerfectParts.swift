internal import Clockwork

/// Parts of the way from a room to the pipeline that add no error of their own, for asking what the
/// real ones cost.
///
/// The chance of everything else is keyed by device and time, so that a part made perfect changes
/// nobody's luck.
public struct PerfectParts: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Sensors without noise, bias, lag and steps, on devices whose clocks are right.
  public static let sensors = PerfectParts(rawValue: 1)
  /// Messages that arrive a millisecond later, once, whole, whatever the radio and the gateway are
  /// like and however often it starts; what a scenario's faults interrupt stays interrupted.
  public static let links = PerfectParts(rawValue: 2)
  /// Batteries that never run down.
  public static let batteries = PerfectParts(rawValue: 4)
}

extension ChannelModel {
  /// The same channel as nobody can build it.
  ///
  /// Readings keep a step of a millionth, since they cross the wire as numbers of finite width.
  public var perfect: ChannelModel {
    var model = ChannelModel(
      channel, periodSeconds: periodSeconds, resolution: 1e-6, range: rangeMin...rangeMax)
    model.lagSeconds = min(lagSeconds, 1e-3)
    model.sheetSD = sheetSD * 0.01
    return model
  }
}

extension DeviceModel {
  /// The same device with parts made perfect.
  public func perfect(_ parts: PerfectParts) -> DeviceModel {
    var model = self
    if parts.contains(.sensors) {
      model.channels = channels.map(\.perfect)
      model.clock = .perfect
      model.motion.miss = 0
      model.bounce = .none
      model.leak = LeakModel()
      model.smoke.thresholdSpread = 0
      model.smoke.entry = .zero
      model.smoke.nuisance = 0
      model.life.freezeAfter = .zero
      model.life.bugs = FirmwareBugs()
    }
    if parts.contains(.batteries) {
      model.battery?.attemptJ = 0
      model.battery?.sleepW = 0
      model.battery?.selfDischargePerYear = 0
    }
    return model
  }
}

extension NetworkModel {
  /// The same network without losses, repeats, damage and waiting.
  public var perfect: NetworkModel {
    var model = self
    model.isPerfect = true
    (model.goodToBad, model.badToGood, model.goodLoss, model.badLoss) = (0, 1, 0, 0)
    (model.corruption, model.duplicate) = (0, 0)
    (model.latencyMean, model.latencyMin) = (.zero, .milliseconds(1))
    model.gatewayQueueLimit = .max
    model.outages = nil
    return model
  }
}
