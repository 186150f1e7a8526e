internal import Clockwork
internal import Devices
internal import Telemetry
internal import Truth

/// What the truth tells of a home's faults, before it lives.
extension HomeBuilder {
  /// What will have begun before the end of the run; the rest strikes nobody.
  static func faultEvents(
    slots: [SensorSlot], struck: [EventSensor], devices: DeviceFaults, uplink: Uplink,
    before end: SimTime
  ) -> [TruthEvent] {
    let sensors =
      slots.map { ($0.sensor.device, $0.channel, $0.sensor.faults) }
      + struck.map { (DeviceIndex($0.device), $0.channel, $0.faults) }
    let ofSensors = sensors.flatMap { device, channel, faults in
      joined(faults.filter { !$0.kind.isOfDevice }.flatMap { $0.times(before: end) }) {
        Moment(rank: Int($0.kind.rawValue), start: $0.start)
      } with: {
        $0.magnitude += $1.magnitude
        $0.end = max($0.end, $1.end)
      }.map { fault in
        TruthEvent.fault(
          device, channel, fault.kind, magnitude: fault.magnitude, start: fault.start,
          end: fault.end)
      }
    }
    // Their sensors hold where devices hang; each device is told of once.
    let swaps = slots.indices.filter {
      $0 == 0 || slots[$0 - 1].sensor.device != slots[$0].sensor.device
    }.flatMap { slot in
      slots[slot].sensor.faults.filter { $0.kind == .swapped && $0.start < end }.map {
        TruthEvent.deviceFault(
          slots[slot].sensor.device, .swapped, magnitude: $0.magnitude, start: $0.start, end: $0.end
        )
      }
    }
    let ofUplink = joined(uplink.interruptions.filter { $0.start < end && !$0.isOwn }) {
      Moment(rank: $0.kind.rawValue, start: $0.start)
    } with: {
      $0.end = max($0.end, $1.end)
    }
    return ofSensors + swaps + devices.events(before: end)
      + ofUplink.map {
        .uplinkFault(
          fault($0.kind), start: $0.start, end: $0.end)
      }
  }

  /// What a fault is, and when it began.
  private struct Moment: Hashable {
    var rank: Int
    var start: SimTime
  }

  /// Two rules that strike one sensor alike at one moment are one fault to whoever looks for it.
  private static func joined<Fault>(
    _ faults: [Fault], by moment: (Fault) -> Moment, with join: (inout Fault, Fault) -> Void
  ) -> [Fault] {
    var places: [Moment: Int] = [:]
    return faults.reduce(into: []) { all, fault in
      if let place = places[moment(fault)] {
        join(&all[place], fault)
      } else {
        places[moment(fault)] = all.count
        all.append(fault)
      }
    }
  }
}

extension SensorFault {
  /// All times at which it comes before an end.
  fileprivate func times(before end: SimTime) -> [SensorFault] {
    var times: [SensorFault] = []
    var fault: SensorFault? = self
    while let time = fault, time.start < end {
      times.append(time)
      fault = time.next
    }
    return times
  }
}
