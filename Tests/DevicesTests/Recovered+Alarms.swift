import Clockwork
import Devices
import Telemetry

/// What tests find out about sensors of water and smoke, about heartbeats and first firmware.
extension Recovered {
  private static let minute = SimDuration.minutes(1)

  /// From a film that grows by the minute: how long after it was reached it says so, and how long
  /// after the floor is dry it says that.
  mutating func measureLeak(_ model: LeakModel) {
    var delays: [Double] = []
    var dryings: [Double] = []
    var reaches: [Double] = []
    for entity in 0..<400 as Range<UInt64> {
      var sensor = LeakSensor(model, floorM2: 100, seed: 3, entity: entity)
      var now = Drive.start
      var area = 0.0
      // 0.4 m² a minute.
      while area < 10 {
        area += 0.4
        if let turn = sensor.look(at: area, since: now, over: Self.minute), turn.isWet {
          let reached = Drive.start + .microseconds(Int64(sensor.reachM2 / 0.4 * 60e6))
          delays.append((turn.time - reached).seconds)
          reaches.append(sensor.reachM2)
        }
        now = now + Self.minute
      }
      if let turn = sensor.look(at: 0, since: now, over: Self.minute), !turn.isWet {
        dryings.append((turn.time - now).seconds)
      }
    }
    figures["leak.delay"] = delays.reduce(0, +) / Double(delays.count)
    figures["leak.drying"] = dryings.reduce(0, +) / Double(dryings.count)
    figures["leak.reach"] = (reaches.max() ?? 0) / Double.pi
    figures["leak.told_share"] = Double(min(delays.count, dryings.count)) / 400
  }

  /// From smoke that rises slowly: at what level units sound, and how they differ. From a step: how
  /// slowly smoke gets in.
  mutating func measureSmoke(_ model: SmokeModel) {
    var levels: [Double] = []
    for entity in 0..<1_000 as Range<UInt64> {
      var alarm = SmokeAlarm(model, seed: 4, entity: entity)
      var now = Drive.start
      // 0.0002 dB/m a minute: what the chamber lags behind is 0.00015.
      for step in 1...10_000 {
        let level = 0.0002 * Double(step)
        if let turn = alarm.look(at: level, since: now, over: Self.minute) {
          levels.append(level - 0.0002 * (1 - (turn.time - now).seconds / 60))
          break
        }
        now = now + Self.minute
      }
    }
    let (mean, sd) = Drive.moments(levels)
    figures["smoke.threshold"] = mean
    figures["smoke.spread"] = sd / mean
    figures["smoke.entry"] = Self.entry(model)
    figures["smoke.hush"] = Self.hush(model)
    let meals = (0..<200_000 as Range<UInt64>).count {
      let rank = (Double($0) + 0.5) / 200_000
      return SmokeAlarm(model, seed: 5, entity: 1)
        .nuisance(cookedFrom: Drive.start, meal: $0, rank: rank) != nil
    }
    figures["smoke.nuisance"] = Double(meals) / 200_000
    let alarm = SmokeAlarm(model, seed: 5, entity: 1)
    let gaps = (0..<4_000 as Range<UInt64>).compactMap { alarm.testGap($0)?.hours }
    figures["smoke.test_days"] =
      gaps.isEmpty ? 0 : gaps.reduce(0, +) / Double(gaps.count) / 24
  }

  /// How long a chamber needs for 63 % of a step that is as high as its unit's level at 63 %.
  private static func entry(_ model: SmokeModel) -> Double {
    var alarm = SmokeAlarm(model, seed: 4, entity: 7)
    let height = alarm.thresholdDBM / (1 - 0.36787944117144233)
    // Up within a thousandth of a second, then held.
    _ = alarm.look(at: height, since: Drive.start, over: .milliseconds(1))
    let turn = alarm.look(at: height, since: Drive.start, over: .minutes(10))
    return turn.map { ($0.time - Drive.start).seconds } ?? .infinity
  }

  /// For how long twice its level does not set it off.
  private static func hush(_ model: SmokeModel) -> Double {
    var alarm = SmokeAlarm(model, seed: 4, entity: 7)
    alarm.hush(at: Drive.start)
    let height = 2 * alarm.thresholdDBM
    for second in 0..<7_200 as Range<Int64> {
      let now = Drive.start + .seconds(second)
      if alarm.look(at: height, since: now, over: .seconds(1)) != nil { return Double(second) }
    }
    return .infinity
  }

  /// The longest silence, with a change every hundred days.
  mutating func measureHeartbeat(_ every: SimDuration) {
    var heartbeat = Heartbeat(every: every, start: Drive.start, phase: 0.3)
    var last = Drive.start
    var silences: [Double] = []
    for minute in 0..<40_000 as Range<Int64> {
      let now = Drive.start + .minutes(minute)
      guard heartbeat.isDue(at: now) else { continue }
      heartbeat.told(at: now)
      silences.append((now - last).seconds)
      last = now
    }
    // The first is shorter: a device begins anywhere in its interval.
    figures["heartbeat"] = silences.dropFirst().max() ?? 0
  }

  /// How often, and by how much, readings of the first 200 days are off by the firmware, beside the
  /// same sensor without it.
  mutating func measureFirmware(_ model: DeviceModel, _ channel: ChannelModel) {
    let device = Self.device(model)
    let drive = Drive(model: channel)
    var (sound, buggy) = (drive.unit(0), drive.unit(0))
    let end = Drive.start + .days(200)
    buggy.faults = device.firmwareFaults(of: channel.channel, number: 1_023, before: end)
    let ticks = Int64(max(600 / drive.period, 1))
    let points = drive.points
    var offCount = 0
    var sum = 0.0
    let count = 28_800
    for n in 0..<count {
      let value = points.low + points.span * Double(n * 7 % 16) / 16
      let tick = Int64(n) * ticks
      let a = sound.measure(value, tick: tick, elapsedTicks: ticks) ?? .nan
      let b = buggy.measure(value, tick: tick, elapsedTicks: ticks) ?? .nan
      if a != b { offCount += 1 }
      sum += b - a
    }
    let key = channel.channel.name
    figures["\(key).firmware_share"] = Double(offCount) / Double(count)
    figures["\(key).firmware_size"] = offCount == 0 ? 0 : sum / Double(offCount)
  }

  /// What numbers, stated charges and intervals show in 200 days of a message an hour, of which the
  /// status tells when the firmware changed.
  mutating func measureFirmwareMessages(_ model: DeviceModel) {
    var (device, told) = (Self.device(model), Self.device(model))
    var (wrongCount, largest, lateWrong) = (0, 0.0, 0.0)
    var (kept, all) = ([0.0, 0.0], [0.0, 0.0])
    let first = told.takeStatus(at: Drive.start).firmware
    for hour in 0..<4_800 as Range<Int64> {
      let time = Drive.start + .hours(hour)
      let phase = told.takeStatus(at: time).firmware == first ? 0 : 1
      let number = Double(device.takeSequence(at: time))
      if number != Double(hour) { (wrongCount, lateWrong) = (wrongCount + 1, Double(phase)) }
      if phase == 0 { largest = max(largest, number) }
      all[phase] += 1
      if !device.skips(tick: hour, at: time) { kept[phase] += 1 }
    }
    figures["numbers.wrong_share"] = Double(wrongCount) / 4_800
    figures["numbers.wrong_after"] = lateWrong
    if wrongCount > 0 { figures["numbers.largest"] = largest }
    figures["interval.before"] = kept[0] > 0 ? (all[0] / kept[0]).rounded() : 1
    figures["interval.after"] = kept[1] > 0 ? (all[1] / kept[1]).rounded() : 1
    guard model.battery != nil else { return }
    figures["charge.cliff"] = Self.cliff(model, at: Drive.start)
    figures["charge.cliff_after"] = Self.cliff(model, at: Drive.start + .days(4_000))
  }

  /// What it states when it first says less than full, of batteries from full to empty.
  private static func cliff(_ model: DeviceModel, at time: SimTime) -> Double {
    for step in 0...1_000 {
      var device = DeviceUnit(
        model: model, index: DeviceIndex(0), number: 0, room: RoomIndex(0), link: quietLink(),
        seed: 1, entity: 1, start: Drive.start, initialCharge: 1 - Double(step) / 1_000)
      _ = device.takeStatus(at: time)
      if device.batteryPercent < 100 { return Double(device.batteryPercent) }
    }
    return 0
  }

  /// How far the clock is off at first and after the update, where the place is six hours behind.
  mutating func measureFirmwareClock(_ model: DeviceModel) {
    var device = Self.device(model)
    let shifted = device.misreadClock(
      [(Drive.start, .hours(-6))], before: Drive.start + .days(4_000))
    func hours(_ time: SimTime) -> Double { (device.clock.reading(at: time) - time).hours }
    figures["clock.local_hours"] = hours(Drive.start + .hours(1)).rounded()
    if let end = shifted.last?.stretch.upperBound {
      figures["clock.local_hours_after"] = hours(end + .seconds(1)).rounded()
    }
  }
}
