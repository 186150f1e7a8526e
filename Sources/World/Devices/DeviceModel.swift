public import Clockwork
public import Telemetry

/// A product that a home can own: one entry of the catalogue in `Worlds/devices`.
public struct DeviceModel: Hashable, Sendable {
  /// Its name in the catalogue, unique over all kinds.
  public var name: String
  public var kind: DeviceKind
  public var manufacturer: String
  public var model: String
  public var firmware: String
  public var channels: [ChannelModel]
  /// nil for mains.
  public var battery: BatteryModel?
  public var clock: ClockModel
  /// How often it tells its status.
  public var statusEvery: SimDuration
  /// When it starts again and what firmware it gets.
  public var life = LifeModel()
  /// Of sensors that speak at changes: how long they are silent at most; zero for ever.
  public var heartbeat = SimDuration.zero
  /// Of contacts.
  public var bounce = ContactBounce.none
  /// Of motion detectors.
  public var motion = MotionModel.common
  /// Of leak sensors.
  public var leak = LeakModel()
  /// Of smoke alarms.
  public var smoke = SmokeModel()
  /// Of gateways.
  public var load = GatewayLoad()

  public init(
    name: String, kind: DeviceKind, manufacturer: String, model: String, firmware: String,
    channels: [ChannelModel], battery: BatteryModel?, clock: ClockModel, statusEvery: SimDuration
  ) {
    self.name = name
    self.kind = kind
    self.manufacturer = manufacturer
    self.model = model
    self.firmware = firmware
    self.channels = channels
    self.battery = battery
    self.clock = clock
    self.statusEvery = statusEvery
  }
}

extension DeviceKind {
  /// What a device of this kind tells of, in the order of its readings in a message; every model of
  /// a kind has these channels.
  public var channels: [Channel] {
    switch self {
    case .thermometer: [.temperature]
    case .hygrometer: [.temperature, .relativeHumidity]
    case .co2Meter: [.co2, .temperature]
    case .lightMeter: [.illuminance]
    case .motionDetector: [.motion]
    case .doorContact, .windowContact: [.contact]
    case .smartPlug, .circuitMeter: [.power, .voltage, .current, .powerFactor]
    case .electricityMeter: [.power, .energy, .voltage, .current, .powerFactor]
    case .thermostat: [.temperature, .heatingSetpoint, .coolingSetpoint, .hvacCall]
    case .lamp: [.lampLevel]
    case .speaker: []
    case .gateway: [.cpuUsage, .memoryUsage, .diskUsage]
    case .multiSensor: [.temperature, .relativeHumidity, .illuminance]
    case .leakSensor: [.waterLeak]
    case .smokeAlarm: [.smoke]
    case .airMonitor: [.pm25, .vocIndex, .temperature, .relativeHumidity]
    case .soundMeter: [.noiseLevel]
    }
  }
}

/// The model that a home owns of each kind.
public struct OwnedModels: Sendable {
  /// In the order of `DeviceKind.allCases`.
  private let models: [SharedModel]

  /// - Precondition: one model of each kind, in any order.
  public init(_ models: [DeviceModel]) { self.init(models.map { SharedModel($0) }) }

  /// - Precondition: one model of each kind, in any order.
  public init(_ models: [SharedModel]) {
    self.models = DeviceKind.allCases.map { kind in
      guard let model = models.first(where: { $0.model.kind == kind }) else {
        preconditionFailure("a home owns a model of each kind, and here is no \(kind.name)")
      }
      return model
    }
  }

  public subscript(kind: DeviceKind) -> DeviceModel { shared(kind).model }

  /// The same, as all homes hold it that own it.
  public func shared(_ kind: DeviceKind) -> SharedModel { models[Int(kind.rawValue) - 1] }
}
