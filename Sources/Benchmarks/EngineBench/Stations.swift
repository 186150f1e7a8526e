import Clockwork

/// A chain of S stations with one server each: customers come at 0.8 of the service rate, wait,
/// are served and go on to the next station. Entity 0 is the source, entity i station i.
struct Stations {
  static let meanService = SimDuration.seconds(1)
  static let meanGap = SimDuration.milliseconds(1_250)

  struct Station {
    var key: RandomKey
    var waiting: UInt32 = 0
    var begun: UInt32 = 0
  }

  var stations: [Station]
  var queue = SharedQueue<UInt64>(start: SimTime(microseconds: 0))
  var trace = Fingerprint()

  init(size: Int) {
    stations = (0...size).map {
      Station(key: RandomKey(seed: 1, purpose: Purpose("bench.mm1"), entity: UInt64($0)))
    }
    Self.begin(0, &stations[0], &queue, now: SimTime(microseconds: 0), mean: Self.meanGap)
  }

  @inline(__always)
  static func begin(
    _ index: Int, _ station: inout Station, _ queue: inout SharedQueue<UInt64>, now: SimTime,
    mean: SimDuration
  ) {
    let number = station.begun
    station.begun = number &+ 1
    let delay = station.key.duration(UInt64(number), mean: mean)
    queue.schedule(
      at: now + delay + .microseconds(1), entity: UInt32(truncatingIfNeeded: index),
      sequence: number, payload: 0)
  }

  mutating func run(events: Int) {
    stations.withUnsafeMutableBufferPointer { stations in
      for _ in 0..<events {
        guard let event = queue.popNext(before: .distantFuture) else { return }
        let now = event.time
        trace.combine(now.microseconds ^ Int64(event.entity) << 44)
        let index = Int(event.entity)
        if index == 0 {
          Self.begin(0, &stations[0], &queue, now: now, mean: Self.meanGap)
        } else {
          stations[index].waiting -= 1
          if stations[index].waiting > 0 {
            Self.begin(index, &stations[index], &queue, now: now, mean: Self.meanService)
          }
        }
        let next = index + 1
        if next < stations.count {
          stations[next].waiting += 1
          if stations[next].waiting == 1 {
            Self.begin(next, &stations[next], &queue, now: now, mean: Self.meanService)
          }
        }
      }
    }
  }
}
