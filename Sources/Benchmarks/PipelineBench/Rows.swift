import Agents
import Clockwork
import Compression
import Forecasting
import Fusion
import Homes
import Ingestion
import Lanes
import Patterns
import Quality
import Sampling
import Scenarios
import Storage
import Telemetry
import Truth

/// The stages, each driven alone through its public face on what one run recorded.
///
/// A body returns how many things it handled; the clock runs around it.
struct Rows {
  let recordings: [Recording]
  let weather: WeatherTrack
  var plan: RunPlan { recordings[0].plan }
  private var settings: LaneSettings { plan.laneSettings }

  // MARK: World and wire

  func makeWeather() -> Int { plan.weather().conditions.count }

  /// Homes live on with their devices' decisions given: physics, people, sensors, radio, encoding.
  func world() -> Int {
    var copies = 0
    for recording in recordings {
      var home = Home(recording.specification, outdoor: weather.conditions[0])
      var edge = ReplayedEdge(decisions: recording.decisions)
      var wire = WireBuffer()
      var truth = TruthBuffer(roomCount: home.sitePlan.rooms.count)
      home.commission(wire: &wire, truth: &truth)
      for stretch in recording.stretches {
        while home.now < stretch.limit {
          _ = home.advance(
            to: stretch.limit, weather: weather, edge: &edge, wire: &wire, truth: &truth)
        }
        for command in stretch.commands { home.receive(command, truth: &truth) }
        wire.take(upTo: stretch.limit) { _, _ in copies += 1 }
        if truth.homes.count >= 60 { truth.removeAll() }
      }
    }
    return copies
  }

  func edgeSampling() -> Int {
    var sent = 0
    for recording in recordings {
      var edge = EdgeSampler(
        methods: settings.sampling.policies(recording.sitePlan),
        home: recording.specification.home)
      for (slot, reading) in recording.offers {
        sent += Int(edge.offer(slot: slot, reading: reading).sendCount)
      }
    }
    return sent
  }

  /// What every recorded copy says, for ``encode(_:)``.
  func decodedMessages() -> [(MessageHeader, ReadingGroup)] {
    var messages: [(MessageHeader, ReadingGroup)] = []
    for recording in recordings {
      recording.copies.forEachPending { bytes in
        if case .readings(let header, let group) = MessageCodec.decode(bytes) {
          messages.append((header, group))
        }
      }
    }
    return messages
  }

  func encode(_ messages: [(MessageHeader, ReadingGroup)]) -> Int {
    var bytes: [UInt8] = []
    for (header, group) in messages {
      bytes.removeAll(keepingCapacity: true)
      MessageCodec.encode(header, group, into: &bytes)
    }
    return messages.count
  }

  func decode() -> Int {
    var readings = 0
    for recording in recordings {
      recording.copies.forEachPending { bytes in
        if case .readings(_, let group) = MessageCodec.decode(bytes) {
          readings += Int(group.count)
        }
      }
    }
    return readings
  }

  // MARK: The lane

  /// Decodes, checks, deduplicates, orders, and hands on at every tick.
  func ingestion() -> Int {
    var readings = 0
    for recording in recordings {
      var intake = Intake(
        home: recording.specification.home, plan: nil, settings: settings.intake,
        ledgerRowCap: settings.ledgerRowCap)
      var wire = recording.copies
      var tick = plan.birth + settings.tick
      while tick <= plan.end {
        wire.take(upTo: tick) { arrival, bytes in
          intake.receive(bytes, arrival: arrival)
          _ = intake.takeMessages()
        }
        intake.drain(upTo: tick) { _ in readings += 1 }
        tick += settings.tick
      }
    }
    return readings
  }

  func quality() -> Int {
    var count = 0
    for recording in recordings {
      let slots = recording.directory.slots
      var monitor = QualityMonitor(
        slots: slots, terms: slots.map { settings.sampling.terms($0.sheet) }, gateway: nil,
        settings: settings.quality)
      var flags: [Flag] = []
      forEachTick(recording) { tick, entries in
        for entry in entries where entry.reading.slot >= 0 {
          count += 1
          _ = monitor.observe(
            entry.reading.value, slot: Int(entry.reading.slot),
            sequence: entry.reading.message.sequence, at: entry.reading.eventTime, now: tick,
            flags: &flags)
        }
        monitor.tick(now: tick, heardUpTo: tick, flags: &flags)
      }
    }
    return count
  }

  func fusion() -> Int {
    var count = 0
    for recording in recordings {
      let slots = recording.directory.slots
      var (fuser, routes) = Fuser.make(
        plan: recording.sitePlan, slots: slots,
        sampling: slots.map { settings.sampling.effect($0.sheet) }, method: settings.fusion)
      var estimates: [Estimate] = []
      forEachTick(recording) { tick, entries in
        for entry in entries where entry.isUsable {
          let reading = entry.reading
          if reading.channel == .hvacCall { fuser.setCall(reading.value, at: reading.eventTime) }
          guard reading.slot >= 0, let route = routes[Int(reading.slot)] else { continue }
          fuser.observe(reading.value, route: route, at: reading.eventTime)
        }
        fuser.close(upTo: tick - settings.intake.lateness, now: tick)
        estimates.removeAll(keepingCapacity: true)
        fuser.estimate(at: tick, into: &estimates)
        count += estimates.count
      }
    }
    return count
  }

  func patterns() -> Int {
    var count = 0
    for recording in recordings {
      var matchers = settings.patterns.map {
        HouseholdMatcher($0, roomCount: recording.sitePlan.rooms.count)
      }
      var rooms = [RoomIndex](
        repeating: RoomIndex(0),
        count: 1 + (recording.sitePlan.devices.map(\.index.index).max() ?? 0))
      for device in recording.sitePlan.devices { rooms[device.index.index] = device.room }
      var matches: [PatternMatch] = []
      forEachTick(recording) { tick, entries in
        for entry in entries where entry.isUsable {
          let reading = entry.reading
          let event = PatternEvent(
            time: reading.eventTime, room: rooms[reading.device.index],
            deviceKind: reading.deviceKind, channel: reading.channel, value: reading.value)
          for index in matchers.indices {
            matchers[index].observe(event, raisedAt: tick, matches: &matches)
          }
          count += 1
        }
      }
    }
    return count
  }

  func forecasting() -> Int {
    var count = 0
    for recording in recordings {
      guard let horizon = settings.forecastHorizonHours else { continue }
      var forecaster = LaneForecaster(
        model: settings.forecastModel, horizonHours: horizon, chance: settings.chance,
        zoneRule: recording.sitePlan.zoneRule, home: recording.specification.home)
      var forecasts: [Forecast] = []
      forEachTick(recording, from: plan.birth) { tick, entries in
        for entry in entries where entry.reading.channel == .energy {
          forecaster.observe(energyKWh: entry.reading.value, at: entry.reading.eventTime)
        }
        forecaster.tick(tick, forecasts: &forecasts)
      }
      count += forecasts.count
    }
    return count
  }

  func agents() -> Int {
    var count = 0
    for recording in recordings {
      let plan = recording.sitePlan
      var energy = settings.energy.flatMap { EnergyAgent(plan: plan, settings: $0) }
      let agent = settings.answersUtterances ? ConversationAgent(plan: plan) : nil
      let view = ConversationAgent.HomeView(roomCount: plan.rooms.count)
      forEachTick(recording) { tick, entries in
        for entry in entries {
          let reading = entry.reading
          energy?.observe(
            reading.channel, of: reading.deviceKind, reading.value, at: reading.eventTime)
        }
        energy?.decide(at: tick) { _, _, _ in count += 1 }
      }
      recording.copies.forEachPending { bytes in
        guard case .other(let message) = MessageCodec.decode(bytes),
          case .utterance(let utterance) = message.body, let agent
        else { return }
        count += agent.answer(utterance, view: view, isCooling: false).acts.count
      }
    }
    return count
  }

  /// The whole lane on the recorded wire: ingestion and all stages behind it, wired together.
  func lane() -> Int {
    var copies = 0
    for recording in recordings {
      var lane = Lane(
        home: recording.specification.home, settings: settings, birth: plan.birth)
      var wire = recording.copies
      var conclusions = Conclusions()
      var hour = plan.birth + .hours(1)
      while hour <= plan.end {
        lane.catchUp(to: hour, wire: &wire, conclusions: &conclusions) { _, _ in copies += 1 }
        conclusions.removeAll()
        lane.tap.removeAll()
        hour += .hours(1)
      }
    }
    return copies
  }

  /// Calls `body` at every control tick with the readings that it handed on.
  private func forEachTick(
    _ recording: Recording, from first: SimTime? = nil,
    _ body: (SimTime, ArraySlice<LaneTap.Entry>) -> Void
  ) {
    var tick = (first ?? plan.start) + settings.tick
    for hour in recording.hours {
      let entries = hour.tap.entries
      var next = 0
      // History's readings come before the first tick that counts.
      while next < entries.count, entries[next].tick < tick { next += 1 }
      guard next < entries.count else { continue }
      let last = entries[entries.count - 1].tick
      while tick <= last {
        let begin = next
        while next < entries.count, entries[next].tick <= tick { next += 1 }
        body(tick, entries[begin..<next])
        tick += settings.tick
      }
    }
  }
}
