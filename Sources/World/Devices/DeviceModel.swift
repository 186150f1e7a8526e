public import Telemetry

/// How one channel of a device model really behaves, as opposed to what its data sheet promises.
public struct ChannelModel: Sendable {
  public var channel: Channel
  /// Native period, whole seconds; 0 for channels that report at each change.
  public var periodSeconds: UInt16
  /// Smallest step of the output, in the channel's unit.
  public var resolution: Double
  /// Standard deviation of the white noise of one reading.
  public var noiseSD: Double
  /// Standard deviation of the constant error over units of this model.
  public var biasSD: Double
  /// First-order lag, seconds; 0 for none.
  public var lagSeconds: Double
  /// What the data sheet states as one standard deviation of the whole error.
  public var sheetSD: Double
  public var rangeMin: Double
  public var rangeMax: Double
  /// Where this is above 0, the bias is a share of the value with this spread, and a tenth of it
  /// adds to the noise: sd = noise + 0.1 * relative * |value|.
  public var relativeSD: Double

  init(
    _ channel: Channel, every periodSeconds: UInt16, resolution: Double, noise: Double,
    bias: Double, lag: Double, sheet: Double, range: ClosedRange<Double>, relative: Double = 0
  ) {
    self.channel = channel
    self.periodSeconds = periodSeconds
    self.resolution = resolution
    noiseSD = noise
    biasSD = bias
    lagSeconds = lag
    sheetSD = sheet
    rangeMin = range.lowerBound
    rangeMax = range.upperBound
    relativeSD = relative
  }
}

/// A product that a home can own: one entry of the catalogue.
public struct DeviceModel: Sendable {
  public var kind: DeviceKind
  public var manufacturer: String
  public var model: String
  public var firmware: String
  /// Battery energy in joules; nil for mains.
  public var batteryJ: Double?
  /// Energy of one transmission attempt, J.
  public var attemptJ: Double
  /// Power between transmissions, W.
  public var sleepW: Double
  public var channels: [ChannelModel]
}

extension DeviceModel {
  /// The model that homes get for a kind.
  ///
  /// Noise of thermometers, hygrometers and CO2 meters: UCI occupancy data at night, 1 min
  /// (0.029 °C, 0.18 %RH, 2.0 ppm; Candanedo and Feldheim 2016). Accuracies: Sensirion SHT31
  /// (±0.2 K, ±2 %RH typical), Sensirion SCD30 (±30 ppm), ROHM BH1750 (±20 %), EN 50470-3 class B
  /// (1 %). Lags: SHT31 in a housing, about 2 min (assumed 90-180 s). Energy of a transmission:
  /// 802.15.4 frame at
  /// 10 dBm with listen, about 2 mJ (assumed 1-5 mJ). Batteries: two alkaline AA, 9 kJ usable
  /// (assumed 7-10 kJ); coin
  /// cell CR2032, 2 kJ (220 mAh at 3 V with 85 % usable).
  public static func standard(for kind: DeviceKind) -> DeviceModel {
    switch kind {
    case .thermometer:
      sensor(
        .thermometer, "Fernhill", "T-Dot 1", "v1.4.0", coinCellJ,
        [
          temperature(every: 60, bias: 0.15, lag: 150)
        ])
    case .hygrometer:
      sensor(
        .hygrometer, "Fernhill", "TH-Duo", "v2.1.3", twoAAJ,
        [
          temperature(every: 60, bias: 0.10, lag: 120),
          ChannelModel(
            .relativeHumidity, every: 60, resolution: 0.001, noise: 0.0018, bias: 0.01, lag: 120,
            sheet: 0.02, range: 0...1),
        ])
    case .co2Meter:
      DeviceModel(
        kind: kind, manufacturer: "Aerolis", model: "Breath 2", firmware: "v3.0.1", batteryJ: nil,
        attemptJ: 0.002, sleepW: 0,
        channels: [
          ChannelModel(
            .co2, every: 60, resolution: 1, noise: 2.0, bias: 15, lag: 20, sheet: 30,
            range: 0...10_000),
          // Self-heated by its lamp, hence the larger bias.
          temperature(every: 60, bias: 0.30, lag: 180),
        ])
    case .lightMeter:
      sensor(
        .lightMeter, "Fernhill", "Lumen 1", "v1.8.2", twoAAJ,
        [
          ChannelModel(
            .illuminance, every: 60, resolution: 1, noise: 1, bias: 0, lag: 0, sheet: 20,
            range: 0...100_000, relative: 0.05)
        ])
    case .motionDetector:
      sensor(.motionDetector, "Northgate", "PIR-3", "v2.0.0", twoAAJ, [binary(.motion)])
    case .doorContact:
      sensor(.doorContact, "Northgate", "Reed D", "v1.2.5", coinCellJ, [binary(.contact)])
    case .windowContact:
      sensor(.windowContact, "Northgate", "Reed W", "v1.2.5", coinCellJ, [binary(.contact)])
    case .smartPlug:
      mains(
        .smartPlug, "Voltiq", "Plug S", "v4.2.0",
        [
          power(every: 60, relative: 0.005)
        ])
    case .electricityMeter:
      mains(
        .electricityMeter, "Gridline", "M1", "v1.0.9",
        [
          power(every: 60, relative: 0.003),
          ChannelModel(
            .energy, every: 60, resolution: 0.001, noise: 0, bias: 0, lag: 0, sheet: 0.001,
            range: 0...1e7),
        ])
    case .thermostat:
      mains(
        .thermostat, "TempCo", "SmartTemp X1", "v2.1.3",
        [
          temperature(every: 60, bias: 0.20, lag: 180),
          onChange(.heatingSetpoint, resolution: 0.1, range: 5...35),
          onChange(.coolingSetpoint, resolution: 0.1, range: 10...40),
          onChange(.hvacCall, resolution: 1, range: -1...1),
        ])
    case .lamp:
      mains(
        .lamp, "Voltiq", "Bulb E27", "v3.3.1",
        [
          onChange(.lampLevel, resolution: 0.01, range: 0...1)
        ])
    case .speaker:
      mains(.speaker, "Auralia", "Talk Mini", "v5.0.2", [])
    case .gateway:
      mains(
        .gateway, "Gridline", "Hub 2", "v6.1.0",
        [
          usage(.cpuUsage), usage(.memoryUsage), usage(.diskUsage),
        ])
    }
  }

  private static let twoAAJ = 9_000.0
  private static let coinCellJ = 2_000.0

  private static func sensor(
    _ kind: DeviceKind, _ manufacturer: String, _ model: String, _ firmware: String,
    _ batteryJ: Double, _ channels: [ChannelModel]
  ) -> DeviceModel {
    DeviceModel(
      kind: kind, manufacturer: manufacturer, model: model, firmware: firmware,
      batteryJ: batteryJ, attemptJ: 0.002, sleepW: 15e-6, channels: channels)
  }

  private static func mains(
    _ kind: DeviceKind, _ manufacturer: String, _ model: String, _ firmware: String,
    _ channels: [ChannelModel]
  ) -> DeviceModel {
    DeviceModel(
      kind: kind, manufacturer: manufacturer, model: model, firmware: firmware, batteryJ: nil,
      attemptJ: 0, sleepW: 0, channels: channels)
  }

  private static func temperature(every period: UInt16, bias: Double, lag: Double) -> ChannelModel {
    ChannelModel(
      .temperature, every: period, resolution: 0.01, noise: 0.029, bias: bias, lag: lag,
      sheet: 0.2, range: -40...85)
  }

  private static func power(every period: UInt16, relative: Double) -> ChannelModel {
    ChannelModel(
      .power, every: period, resolution: 0.1, noise: 0.2, bias: 0, lag: 0, sheet: 1,
      range: -30_000...30_000, relative: relative)
  }

  private static func usage(_ channel: Channel) -> ChannelModel {
    ChannelModel(
      channel, every: 300, resolution: 0.001, noise: 0.02, bias: 0, lag: 0, sheet: 0.01,
      range: 0...1)
  }

  private static func binary(_ channel: Channel) -> ChannelModel {
    onChange(channel, resolution: 1, range: 0...1)
  }

  private static func onChange(
    _ channel: Channel, resolution: Double, range: ClosedRange<Double>
  ) -> ChannelModel {
    ChannelModel(
      channel, every: 0, resolution: resolution, noise: 0, bias: 0, lag: 0, sheet: 0, range: range)
  }
}
