public import Clockwork

/// What one sensor channel measures; its unit is fixed.
@frozen public enum Channel: UInt8, CaseIterable, Sendable {
  /// Air temperature, °C.
  case temperature = 1
  /// Relative humidity, ratio 0...1.
  case relativeHumidity = 2
  /// Carbon dioxide, ppm.
  case co2 = 3
  /// Horizontal illuminance, lx.
  case illuminance = 4
  /// 1 while motion is seen, else 0.
  case motion = 5
  /// 1 while a door or window is open, else 0.
  case contact = 6
  /// Electrical power, W, mean since the last native tick.
  case power = 7
  /// Electrical energy counter, kWh.
  case energy = 8
  /// Supply voltage, V.
  case voltage = 9
  /// Thermostat heating set point, °C.
  case heatingSetpoint = 10
  /// Thermostat cooling set point, °C.
  case coolingSetpoint = 11
  /// 1 while the thermostat calls for heat, -1 for cooling, 0 for nothing.
  case hvacCall = 12
  /// Lamp level, ratio 0...1.
  case lampLevel = 13
  /// Processor, memory and disk use of a gateway, ratio 0...1.
  case cpuUsage = 14
  case memoryUsage = 15
  case diskUsage = 16
  /// Current, A: mean since the channel was last measured.
  case current = 17
  /// Real over apparent power, ratio 0...1, of the same time.
  case powerFactor = 18
  /// 1 while there is water at a leak sensor, else 0.
  case waterLeak = 19
  /// 1 while a smoke alarm sounds, else 0.
  case smoke = 20
  /// Fine particles, PM2.5, µg/m³.
  case pm25 = 21
  /// How unusual organic vapours are, 1...500; 100 for what a room had over the last day.
  case vocIndex = 22
  /// A-weighted sound level, dB re 20 µPa.
  case noiseLevel = 23

  /// The data plan's `sensor_type`.
  public var name: String {
    switch self {
    case .temperature: "temperature"
    case .relativeHumidity: "humidity"
    case .co2: "co2"
    case .illuminance: "luminosity"
    case .motion: "motion"
    case .contact: "contact"
    case .power: "power"
    case .energy: "energy"
    case .voltage: "voltage"
    case .heatingSetpoint: "heating_setpoint"
    case .coolingSetpoint: "cooling_setpoint"
    case .hvacCall: "hvac_call"
    case .lampLevel: "lamp_level"
    case .cpuUsage: "cpu_usage"
    case .memoryUsage: "memory_usage"
    case .diskUsage: "disk_usage"
    case .current: "current"
    case .powerFactor: "power_factor"
    case .waterLeak: "water_leak"
    case .smoke: "smoke"
    case .pm25: "pm25"
    case .vocIndex: "voc_index"
    case .noiseLevel: "noise_level"
    }
  }

  /// The unit suffix used in files and score ids.
  public var unitSuffix: String {
    switch self {
    case .temperature, .heatingSetpoint, .coolingSetpoint: "c"
    case .co2: "ppm"
    case .illuminance: "lx"
    case .power: "w"
    case .energy: "kwh"
    case .voltage: "v"
    case .current: "a"
    case .pm25: "ug_m3"
    case .vocIndex: "index"
    case .noiseLevel: "db"
    default: "ratio"
    }
  }

  /// Whether a message is sent at each change rather than on a timer.
  @inlinable public var isBinaryEvent: Bool {
    self == .motion || self == .contact || self == .waterLeak || self == .smoke
  }

  /// Whether it tells how good a supply is: read at long intervals, as counters are.
  @inlinable public var isSupplyQuality: Bool {
    self == .voltage || self == .current || self == .powerFactor
  }

  /// How often a thermostat repeats its call, so that its silence means something.
  public static let hvacCallHeartbeat = SimDuration.minutes(5)
}

/// What kind of thing a device is.
@frozen public enum DeviceKind: UInt8, CaseIterable, Sendable {
  case thermometer = 1  // temperature only
  case hygrometer = 2  // temperature and relative humidity
  case co2Meter = 3  // CO2 and temperature
  case lightMeter = 4
  case motionDetector = 5
  case doorContact = 6
  case windowContact = 7
  case smartPlug = 8
  case electricityMeter = 9
  case thermostat = 10
  case lamp = 11
  case speaker = 12
  case gateway = 13
  case multiSensor = 14  // temperature, relative humidity and illuminance
  case circuitMeter = 15  // power, voltage, current of the heating and cooling circuit
  case leakSensor = 16
  case smokeAlarm = 17
  case airMonitor = 18  // fine particles, VOC index, temperature and relative humidity
  case soundMeter = 19

  /// The prefix of device names and the data plan's `device_type`.
  public var name: String {
    switch self {
    case .thermometer: "thermometer"
    case .hygrometer: "hygrometer"
    case .co2Meter: "co2_meter"
    case .lightMeter: "light_sensor"
    case .motionDetector: "motion_detector"
    case .doorContact: "door_contact"
    case .windowContact: "window_contact"
    case .smartPlug: "smart_plug"
    case .electricityMeter: "electricity_meter"
    case .thermostat: "thermostat"
    case .lamp: "lamp"
    case .speaker: "smart_speaker"
    case .gateway: "gateway"
    case .multiSensor: "multi_sensor"
    case .circuitMeter: "circuit_meter"
    case .leakSensor: "leak_sensor"
    case .smokeAlarm: "smoke_alarm"
    case .airMonitor: "air_monitor"
    case .soundMeter: "sound_meter"
    }
  }
}

/// What a room is for.
@frozen public enum RoomKind: UInt8, CaseIterable, Sendable {
  case livingRoom = 0
  case kitchen = 1
  case bedroom = 2
  case bathroom = 3
  case hallway = 4
  case study = 5

  public var name: String {
    switch self {
    case .livingRoom: "living_room"
    case .kitchen: "kitchen"
    case .bedroom: "bedroom"
    case .bathroom: "bathroom"
    case .hallway: "hallway"
    case .study: "study"
    }
  }
}
