import Clockwork

/// Homes of 20 thermometers: each reports every minute with jitter, takes a thermal step, and adds
/// one normal error before it rounds to a sixteenth of a degree.
struct Sensors {
  static let perHome = 20
  static let period = SimDuration.seconds(60)

  struct Device {
    var key: RandomKey
    var start: SimTime
    var tick: UInt32
    var celsius: Double
  }

  struct Home {
    var queue = HomeQueue<UInt32>(start: SimTime(microseconds: 0))
    var devices: [Device] = []
    var trace = Fingerprint()

    init(index: Int, devices count: Int) {
      devices.reserveCapacity(count)
      for slot in 0..<count {
        let entity = UInt64(index * Sensors.perHome + slot)
        let key = RandomKey(seed: 1, purpose: Purpose("bench.sensors"), entity: entity)
        let start = SimTime(microseconds: Int64(key.uniform(0) * 60e6))
        devices.append(Device(key: key, start: start, tick: 0, celsius: 15))
        queue.addPeriodic(
          every: Sensors.period, first: start, entity: UInt32(slot), payload: UInt32(slot))
      }
    }

    mutating func advance(to end: SimTime) {
      // One look at the array for the whole window, as a home's own loop would do it.
      devices.withUnsafeMutableBufferPointer { devices in
        while let event = queue.popNext(before: end) {
          let next = Self.tick(&devices[Int(event.entity)], event, &trace)
          queue.repeatLast(at: next)
        }
      }
    }

    /// Takes one reading and says when the device takes the next.
    @inline(__always)
    static func tick(
      _ device: inout Device, _ event: HomeQueue<UInt32>.Event, _ trace: inout Fingerprint
    ) -> SimTime {
      device.tick &+= 1
      let draw = device.key.gaussianAndDelay(UInt64(device.tick), below: .seconds(1))
      device.celsius += (21 - device.celsius) * 0.05
      // Adding 2^52 rounds the positive reading; its low bits then hold the integer.
      let reading = (device.celsius + 0.1 * draw.gaussian) * 16 + 0x1p52
      trace.combine(
        UInt64(bitPattern: event.time.microseconds)
          ^ (reading.bitPattern &<< 44 | UInt64(event.entity) &<< 58))
      return device.start + Sensors.period * Int64(device.tick) + draw.delay
    }
  }

  var homes: [Home]
  var now = SimTime(microseconds: 0)

  init(size: Int) {
    homes = (0..<((size + Self.perHome - 1) / Self.perHome)).map {
      Home(index: $0, devices: min(Self.perHome, size - $0 * Self.perHome))
    }
  }

  var eventCount: Int { homes.reduce(0) { $0 + $1.devices.reduce(0) { $0 + Int($1.tick) } } }

  var trace: Fingerprint {
    var all = Fingerprint()
    for home in homes { all.combine(home.trace) }
    return all
  }

  /// Advances all homes by windows until the end.
  mutating func run(for span: SimDuration, window: SimDuration, runner: ShardRunner) throws {
    let end = now + span
    while now < end {
      let edge = min(now + window, end)
      try runner.forEach(&homes) { _, home in home.advance(to: edge) }
      now = edge
    }
  }
}
