internal import Clockwork
internal import Homes
internal import Ingestion
internal import Lanes
internal import Scoring
internal import Storage
internal import Telemetry

/// Remembers what one audited home's lane accepted and asks the finished store about it.
struct StorageJudge {
  private let plan: SitePlan
  private let directory: ChannelDirectory
  private var memory: StorageMemory
  private let start: SimTime

  /// How many series a day are compared reading by reading.
  private static let wholeSeriesCount = 4
  /// The channels of the data plan's first question.
  private static let roomChannels: [Channel] = [.temperature, .relativeHumidity]

  init(home: Home, directory: ChannelDirectory, lane: LaneSettings) {
    plan = home.sitePlan
    self.directory = directory
    start = lane.start
    let key = RandomKey(
      seed: home.specification.seed, purpose: Purpose("scoring.storage"),
      entity: UInt64(home.specification.home.rawValue))
    memory = StorageMemory(
      start: lane.start, seriesCount: directory.series.count,
      questions: Self.questions(directory, key), key: key)
  }

  /// Hourly means of the channels of rooms; on each day a few series as they were.
  private static func questions(
    _ directory: ChannelDirectory, _ key: RandomKey
  ) -> StorageMemory.Questions {
    let all = Array(directory.series.indices)
    return StorageMemory.Questions(
      hourly: all.filter { roomChannels.contains(directory.series[$0].sheet.channel) },
      whole: (0..<StorageMemory.dayCountMax).map { place in
        var chosen = all
        var stream = key.stream(UInt64(1 + place))
        stream.shuffle(&chosen)
        return Array(chosen.prefix(wholeSeriesCount))
      })
  }

  var heldCount: Int { memory.heldCount }

  mutating func take(tap: LaneTap) {
    for entry in tap.entries {
      let reading = entry.reading
      memory.take(
        series: Int(reading.series),
        StorageScorer.Sample(time: reading.eventTime, value: reading.value),
        isCounter: reading.channel == .energy)
    }
  }

  /// Puts the questions, once the store is closed.
  func ask(
    _ reader: StoreReader, board: inout ScoreBoard, firstScore: Int
  ) throws(StoreError) {
    let series = try reader.series(of: plan.home)
    StorageScorer.add(
      isExact: isInventory(series), day: 0, to: &board, firstScore: firstScore)
    for day in memory.days {
      var answers = try roomAnswers(reader, day)
      answers += try energyAnswers(reader, day)
      if reader.mode.keepsReadings {
        answers += try seriesAnswers(reader, series, day)
      }
      for isExact in answers {
        StorageScorer.add(isExact: isExact, day: day.index, to: &board, firstScore: firstScore)
      }
    }
    let size = try reader.size(of: plan.home)
    StorageScorer.add(
      bytes: size.bytes, readings: size.readings, to: &board, firstScore: firstScore)
  }

  // MARK: Questions

  /// Every channel of every device and where it stands, as the site plan has it.
  private func isInventory(_ found: [StoreReader.Series]) -> Bool {
    found.count == directory.series.count
      && found.enumerated().allSatisfy { index, series in
        series.key == SeriesKey(home: plan.home, series: UInt16(index))
          && series.device == deviceName(index) && series.channelName == channelName(index)
          && series.location == location(index)
      }
  }

  /// The data plan's first question: hourly temperature and humidity of a room, by device.
  private func roomAnswers(
    _ reader: StoreReader, _ day: StorageMemory.Day
  ) throws(StoreError) -> [Bool] {
    var answers: [Bool] = []
    for room in plan.rooms {
      let name = "\(plan.home.name)/\(room.name)"
      let found = try reader.hourlyMeans(
        home: plan.home, location: name, channels: Self.roomChannels, from: day.start,
        to: day.start + .days(1))
      var expected: [(series: Int, hour: StorageScorer.Hour)] = []
      for index in directory.series.indices
      where location(index) == name
        && Self.roomChannels.contains(directory.series[index].sheet.channel)
      {
        expected += day.hours(of: index).map { (index, $0) }
      }
      answers.append(isSame(found, expected))
    }
    return answers
  }

  /// The data plan's report on one device's energy, of one day.
  private func energyAnswers(
    _ reader: StoreReader, _ day: StorageMemory.Day
  ) throws(StoreError) -> [Bool] {
    var answers: [Bool] = []
    let length = SimDuration.days(1).microseconds
    for index in directory.series.indices
    where directory.series[index].sheet.channel == .energy {
      let found = try reader.dailyEnergy(
        home: plan.home, device: directory.series[index].device, from: day.start,
        to: day.start + .days(1),
        utcOffset: .microseconds(length - day.start.microseconds % length))
      let expected = day.energyKWh[index]
      answers.append(
        found.count == (expected == nil ? 0 : 1)
          && zip(found, [expected ?? 0]).allSatisfy {
            $0.day == day.start && StorageScorer.isSame($0.energyKWh, $1)
          })
    }
    return answers
  }

  /// A few series as they were, reading by reading.
  private func seriesAnswers(
    _ reader: StoreReader, _ series: [StoreReader.Series], _ day: StorageMemory.Day
  ) throws(StoreError) -> [Bool] {
    var answers: [Bool] = []
    for (index, samples) in day.whole where index < series.count {
      let found = try reader.readings(
        of: series[index].key, from: day.start, to: day.start + .days(1))
      let expected = StorageScorer.sorted(samples)
      answers.append(
        found.count == expected.count
          && zip(found, expected).allSatisfy { $0.time == $1.time && $0.value == $1.value })
    }
    return answers
  }

  // MARK: Answers

  private func isSame(
    _ found: [StoreReader.HourlyMean], _ expected: [(series: Int, hour: StorageScorer.Hour)]
  ) -> Bool {
    let hours = found.map {
      StorageScorer.Hour(
        start: $0.hour, count: $0.count, mean: $0.mean, min: $0.min, max: $0.max)
    }
    return StorageScorer.isSame(hours, expected.map(\.hour))
      && zip(found, expected).allSatisfy {
        $0.device == deviceName($1.series) && $0.channelName == channelName($1.series)
      }
  }

  private func channelName(_ series: Int) -> String { directory.series[series].sheet.channel.name }

  private func sitePlanDevice(_ series: Int) -> SitePlan.Device? {
    plan.devices.first { $0.index == directory.series[series].device }
  }

  private func deviceName(_ series: Int) -> String {
    "\(plan.home.name)/\(sitePlanDevice(series)?.name ?? "")"
  }

  private func location(_ series: Int) -> String {
    let room = sitePlanDevice(series).flatMap { device in
      plan.rooms.first { $0.index == device.room }
    }
    return room.map { "\(plan.home.name)/\($0.name)" } ?? plan.home.name
  }
}
