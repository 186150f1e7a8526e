public import Clockwork
internal import Devices
internal import Homes
public import Realism
internal import ScenarioFiles

/// How links are surveyed.
enum LinkSurvey {
  static let packetCount = 100
  /// Packets in a row over a Wi-Fi link.
  static let wifiPacketCount = 300
  /// Homes between two reports of progress.
  static let homesAtOnce = 20
}

/// What a survey heard in one home.
private struct HomeLinks: Sendable {
  var samples: [LinkSample] = []
  /// Whether each packet arrived, a list a Wi-Fi link.
  var arrivals: [[Bool]] = []
}

extension RunPlan {
  /// Surveys all links of the first homes as the testbeds were surveyed that figures come from.
  ///
  /// Low-power links: a hundred packets, 100 ms apart, each way on each of the 16 channels, every
  /// six hours of the scenario's first day (FIT IoT-LAB Grenoble, 2018). Wi-Fi links: 300 packets
  /// of 100 ms (CRAWDAD rutgers/noise). Nothing of it is part of the homes' lives.
  ///
  /// The same on any number of threads.
  ///
  /// - Parameters:
  ///   - homeLimit: figures need no more homes, and a survey of one costs as much as a day of its
  ///     life.
  ///   - report: hears how many homes are done, a day each.
  /// - Throws: `RunCancelled`.
  public func surveyLinks(
    homeLimit: Int = 300, runner: ShardRunner, cancellation: CancellationFlag? = nil,
    report: (RunProgress) -> Void = { _ in }
  ) throws -> LinkRecord {
    var found = Array(repeating: HomeLinks(), count: min(scenario.homeCount, homeLimit))
    for first in stride(from: 0, to: found.count, by: LinkSurvey.homesAtOnce) {
      var block = Array(found[first..<min(first + LinkSurvey.homesAtOnce, found.count)])
      try runner.forEach(&block, cancellation: cancellation) { place, links in
        links = homeLinks(first + place)
      }
      found.replaceSubrange(first..<first + block.count, with: block)
      report(
        RunProgress(
          label: "links", pass: 1, done: .days(Int64(first + block.count)),
          total: .days(Int64(found.count))))
    }
    return LinkRecord(found.flatMap(\.samples), arrivals: found.flatMap(\.arrivals))
  }

  private func homeLinks(_ home: Int) -> HomeLinks {
    var found = HomeLinks()
    let (air, links) = Home.links(of: specification(home))
    let gateway = home << 12
    for (number, link) in links {
      switch link.medium {
      case .wired: break
      case .wifi: found.arrivals.append(arrivals(link))
      case .lowPower:
        for channel in RadioAir.channels {
          let tuned = air.tuned(to: channel)
          for isReversed in [false, true] {
            let ends = (gateway + 1 + number, gateway)
            probe(
              link.surveyed(in: tuned, isReversed: isReversed), tuned, channel,
              from: isReversed ? ends.1 : ends.0, to: isReversed ? ends.0 : ends.1,
              into: &found.samples)
          }
        }
      }
    }
    return found
  }

  private func probe(
    _ link: RadioLink, _ air: RadioAir, _ channel: Int, from source: Int, to destination: Int,
    into samples: inout [LinkSample]
  ) {
    var link = link
    for round in 0..<4 {
      // One person streams in the evening.
      let hour = 6 * round
      let shadow = air.shadow(userCount: hour == 18 ? 1 : 0, hour: hour)
      var receivedCount = 0
      let begin = start + .hours(Int64(hour))
      for packet in 0..<LinkSurvey.packetCount {
        let event = UInt64((channel << 2 | round) << 8 | packet)
        let isReceived = link.reaches(
          event: event, at: begin + .milliseconds(100 * Int64(packet)), shadow: shadow)
        receivedCount += isReceived ? 1 : 0
      }
      guard receivedCount > 0 else { continue }
      samples.append(
        LinkSample(
          source: source, destination: destination, channel: channel,
          signalDBm: link.signalDBm(at: begin),
          delivery: Double(receivedCount) / Double(LinkSurvey.packetCount)))
    }
  }

  private func arrivals(_ link: RadioLink) -> [Bool] {
    var link = link
    return (0..<LinkSurvey.wifiPacketCount).map { packet in
      link.reaches(
        event: UInt64(packet), at: start + .milliseconds(100 * Int64(packet)), shadow: 0)
    }
  }
}
