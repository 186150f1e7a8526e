internal import Clockwork

extension Purpose {
  static let sensorUnit = Purpose("devices.sensor.unit")
  static let sensorNoise = Purpose("devices.sensor.noise")
  static let deviceLife = Purpose("devices.life")
  static let brownOut = Purpose("devices.brown-out")
  static let contactBounce = Purpose("devices.contact.bounce")
  static let leakSite = Purpose("devices.leak.site")
  static let smokeAlarm = Purpose("devices.smoke.alarm")
  static let motionMiss = Purpose("devices.motion.miss")
  static let radioLink = Purpose("devices.radio.link")
  static let radioAttempt = Purpose("devices.radio.attempt")
  static let radioAir = Purpose("devices.radio.air")
  static let deviceClock = Purpose("devices.clock")
  static let outage = Purpose("devices.outage")
  static let uplink = Purpose("devices.uplink")
  static let downlink = Purpose("devices.downlink")
}
