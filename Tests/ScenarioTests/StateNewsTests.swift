import Clockwork
import Ingestion
import Telemetry
import Testing

@testable import Lanes

/// What agents take for an event, and what for a repetition.
@Suite struct StateNewsTests {
  private func reading(_ channel: Channel, _ value: Double, device: Int) -> IngestedReading {
    let time = SimTime(microseconds: 0)
    return IngestedReading(
      message: MessageID(home: HomeID(0), device: DeviceIndex(device), sequence: 0),
      eventTime: time, arrival: time, value: value, device: DeviceIndex(device), series: 0,
      slot: -1, channel: channel, deviceKind: .doorContact, position: 0, batteryPercent: 100,
      signalDBm: -60, errorCode: 0)
  }

  @Test func repetitionsAreNoNews() {
    var news = StateNews(deviceCount: 3)
    let said = [(1, 1.0), (1, 1), (1, 0), (1, 0), (2, 0), (1, 1), (2, 0)].map { device, value in
      news.isNews(reading(.contact, value, device: device))
    }
    // A lost closing in between makes the next opening the only news there is.
    #expect(said == [true, false, true, false, true, true, false])
  }

  @Test func whatMeasuresIsAlwaysNews() {
    var news = StateNews(deviceCount: 2)
    for _ in 0..<3 {
      let isNews = news.isNews(reading(.temperature, 21, device: 1))
      #expect(isNews)
    }
  }
}
