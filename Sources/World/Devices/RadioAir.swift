internal import Clockwork

/// The 2.4 GHz band around one home: its low-power channel and the Wi-Fi channels that overlap it.
///
/// Low-power channel k of IEEE 802.15.4 (11 to 26) lies at 2405 + 5 (k - 11) MHz and is 2 MHz wide;
/// Wi-Fi on 1, 6 and 11 at 2412, 2437 and 2462 MHz and 20 MHz wide.
public struct RadioAir: Hashable, Sendable {
  /// Of IEEE 802.15.4.
  public let channel: Int
  /// The home's own, of 1, 6 and 11.
  public let wifiChannel: Int
  /// How much is to be heard of neighbours on 1, 6 and 11, 0...1: uniform, assumed.
  let neighbours: SIMD4<Double>
  /// How busy Wi-Fi is, against the measured office.
  let load: Double
  /// How strongly Wi-Fi hits the gateway, in means of all receivers.
  let interference: Double

  public static let channels = 11...26
  static let wifiChannels = [1, 6, 11]
  /// Where networks of the common profiles look first (Zigbee Light Link: primary channels).
  static let primaryChannels = [11, 15, 20, 25]
  /// How many homes sit on one of those: assumed (0.4-0.8); the others anywhere.
  static let primaryShare = 0.6

  public init(network: NetworkModel, seed: UInt64, home: UInt64) {
    let key = RandomKey(seed: seed, purpose: .radioAir, entity: home)
    let (choice, wifi) = key.uniforms(0)
    if let given = network.channel {
      channel = given
    } else if choice < Self.primaryShare {
      let place = choice / Self.primaryShare * Double(Self.primaryChannels.count)
      channel = Self.primaryChannels[min(Int(place), Self.primaryChannels.count - 1)]
    } else {
      let place = (choice - Self.primaryShare) / (1 - Self.primaryShare)
      channel = min(Self.channels.lowerBound + Int(place * 16), Self.channels.upperBound)
    }
    wifiChannel = Self.wifiChannels[min(Int(wifi * 3), 2)]
    var heard = SIMD4<Double>.zero
    for index in Self.wifiChannels.indices {
      heard[index] = key.uniform(1 + UInt64(index))
    }
    interference = Self.interference(key, event: 8)
    neighbours = heard
    load = network.wifiLoad
  }

  private init(_ air: Self, channel: Int) {
    self.channel = channel
    (wifiChannel, neighbours, load) = (air.wifiChannel, air.neighbours, air.load)
    interference = air.interference
  }

  /// The same surroundings for a network that sits elsewhere in the band.
  public func tuned(to channel: Int) -> Self { Self(self, channel: channel) }

  /// How strongly Wi-Fi hits one receiver, in means of all.
  ///
  /// - Source: losses of Grenoble's receivers on channels under Wi-Fi, whose median is .57 and
  ///   whose 95th percentile 2.8 of their mean; an exponential number has .69 and 3.0.
  static func interference(_ key: RandomKey, event: UInt64) -> Double {
    key.exponential(event, mean: 1)
  }

  /// How much of a Wi-Fi channel's shadow falls on a low-power one, 1 where it is deepest.
  ///
  /// - Source: losses of links above -80 dBm by channel, relative to those 2 MHz from a Wi-Fi
  ///   channel's middle (FIT IoT-LAB Grenoble, 2018: .068 on 12 and .078 on 22; .057 and .065 at
  ///   3 MHz; .007 to .024 at 7 MHz; .001 to .009 at 8 MHz; .0002 where 12 MHz and more lie
  ///   between), linear in between.
  static func overlap(channel: Int, wifiChannel: Int) -> Double {
    let offset = Double(((2405 + 5 * (channel - 11)) - (2407 + 5 * wifiChannel)).magnitude)
    let table: [(megahertz: Double, share: Double)] = [
      (2, 1), (3, 0.85), (7, 0.22), (8, 0.07), (12, 0.003),
    ]
    if offset <= table[0].megahertz { return table[0].share }
    for (low, high) in zip(table, table.dropFirst()) where offset <= high.megahertz {
      let part = (offset - low.megahertz) / (high.megahertz - low.megahertz)
      return low.share + part * (high.share - low.share)
    }
    return table[table.count - 1].share
  }

  /// How deep the channel lies in the shadow of busy Wi-Fi, 0...1.
  ///
  /// - Parameters:
  ///   - userCount: people at home who are awake and have something to stream or to load.
  ///   - hour: of the local day, for the neighbours.
  public func shadow(userCount: Int, hour: Int) -> Double {
    let own = Self.overlap(channel: channel, wifiChannel: wifiChannel)
    var others = 0.0
    for index in Self.wifiChannels.indices {
      others +=
        neighbours[index]
        * Self.overlap(channel: channel, wifiChannel: Self.wifiChannels[index])
    }
    return min(
      load * (own * Self.ownActivity(userCount) + others * Self.neighbourActivity(hour)), 1)
  }

  /// The mean of ``shadow(userCount:hour:)`` over a day in which one person is busy in the evening.
  public var meanShadow: Double {
    (0..<24).reduce(0) { $0 + shadow(userCount: (17...22).contains($1) ? 1 : 0, hour: $1) } / 24
  }

  /// Beacons and background traffic, and more with each user; assumed (idle 0.2-0.5, 0.2-0.5 each),
  /// chosen so that links lose as much at a received power as in the measured office.
  private static func ownActivity(_ userCount: Int) -> Double {
    min(0.3 + 0.35 * Double(userCount), 1)
  }

  /// Neighbours sleep, are out, and stream in the evening; assumed (0.1-0.3, 0.3-0.5, 0.7-1).
  private static func neighbourActivity(_ hour: Int) -> Double {
    switch hour {
    case 0..<6: 0.2
    case 17..<23: 1
    default: 0.4
    }
  }
}
