internal import Clockwork
internal import Devices
internal import Dwellings
internal import Residents
internal import Telemetry
internal import Truth

/// Rare branches that need a look at more than one thing.
extension Home {
  /// After a step of the physics.
  mutating func probeHouse(_ report: StepReport) {
    if report.electricPowerW < 0 { probes.hit(.feedIn) }
    if report.batteryPowerW != 0 {
      probes.hit(report.batteryPowerW > 0 ? .batteryCharged : .batteryGave)
    }
    if report.vehiclePowerW > 0 { probes.hit(.carCharged) }
    let works = dwelling.plantWorks
    if works.contains(.cools) { probes.hit(.cooling) }
    if works.contains(.thaws) { probes.hit(.defrost) }
    if works.contains(.isTooCold) { probes.hit(.compressorOff) }
    if works.contains(.usesStrip) { probes.hit(.backupHeat) }
  }

  mutating func probeLoss(_ cause: LossCause) {
    switch cause {
    case .gateway: probes.hit(.lostToGateway)
    case .queueOverflow: probes.hit(.queueOverflow)
    case .partition: probes.hit(.lostToPartition)
    case .battery, .radio: break
    }
  }

  /// After a reading of a sensor that is faulty now.
  mutating func probeFaults(of slot: Int) {
    for fault in slots[slot].sensor.faults where fault.isActive(at: now) {
      guard fault.number != HomeBuilder.firmwareFaultNumber else {
        probes.hit(fault.kind == .stuck ? .frozenFirmware : .firmwareBug)
        continue
      }
      probes.hit(.faultyReading)
      if fault.kind == .miscalibration { probes.hit(.miscalibrated) }
      if fault.kind == .swapped { probes.hit(.swapped) }
    }
  }

  /// - Parameter status: what the device is about to tell.
  mutating func probeStatus(_ status: DeviceStatus, device: Int) {
    switch status.error {
    case .none: break
    case .batteryLow: probes.hit(.batteryLowTold)
    case .restarted: probes.hit(.restartTold)
    case .measurementFailed: probes.hit(.failureTold)
    }
    if deviceFaults.hasJumped(device, at: now) { probes.hit(.clockJumped) }
    if status.firmware != units[device].firmwareAtFirst, status.uptime < units[device].statusEvery {
      probes.hit(.updateTold)
    }
  }

  /// Somebody is back.
  mutating func probeReturn(since start: SimTime) {
    let absence = now - start
    let minute = localMoment().minuteOfDay
    if absence > .days(1) {
      probes.hit(.journey)
    } else if minute > 240, absence.hours * 60 > minute + 60 {
      // From before 23:00 to after 04:00.
      probes.hit(.nightAway)
    }
  }
}
