internal import Clockwork
internal import Telemetry

/// Finds the faults that an alarm was raised in, without looking at all of a home's.
///
/// Faults of a device lie in the order of their onsets, each with the latest end up to it: from the
/// last onset before the alarm one goes back until nothing earlier reaches as far.
struct FaultIndex: Sendable {
  private struct Bucket {
    var places: [Int] = []
    /// The latest end among the places up to each.
    var latestEnds: [SimTime] = []
    var isSorted = true

    mutating func add(_ place: Int) {
      places.append(place)
      isSorted = false
    }
  }

  private var buckets: [DeviceIndex: Bucket] = [:]
  private var count = 0

  /// Takes in what is new at the end of the list.
  mutating func update(_ faults: [FaultInterval]) {
    for place in count..<max(faults.count, count) {
      buckets[faults[place].device, default: Bucket()].add(place)
    }
    count = max(faults.count, count)
  }

  /// - Parameter faults: as in the last ``update(_:)``.
  mutating func forEach(
    covering alarm: Alarm, among faults: [FaultInterval], _ body: (Int) -> Void
  ) {
    guard var bucket = buckets[alarm.device] else { return }
    if !bucket.isSorted {
      // Emptied meanwhile, so that sorting copies nothing.
      buckets[alarm.device] = nil
      Self.sort(&bucket, faults)
      buckets[alarm.device] = bucket
    }
    var (low, high) = (0, bucket.places.count)
    while low < high {
      let middle = (low + high) / 2
      if faults[bucket.places[middle]].start <= alarm.raisedAt {
        low = middle + 1
      } else {
        high = middle
      }
    }
    while low > 0, bucket.latestEnds[low - 1] > alarm.raisedAt {
      low -= 1
      if faults[bucket.places[low]].covers(alarm) { body(bucket.places[low]) }
    }
  }

  private static func sort(_ bucket: inout Bucket, _ faults: [FaultInterval]) {
    bucket.places.sort { (faults[$0].start, $0) < (faults[$1].start, $1) }
    bucket.latestEnds.removeAll(keepingCapacity: true)
    var latest = SimTime.distantPast
    for place in bucket.places {
      latest = max(latest, faults[place].end)
      bucket.latestEnds.append(latest)
    }
    bucket.isSorted = true
  }
}
