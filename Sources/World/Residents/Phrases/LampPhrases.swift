extension PhraseSet {
  static let lampOn = PhraseSet(
    named: """
      turn on the {room} light
      switch the {room} lamp on
      could you pop the {room} light on
      lights on in the {room} please
      put the light on in the {room} for me
      i need some light in the {room}
      {room} light on
      can we have the light on in the {room}
      get the {room} lamp going would you
      it's pitch black in the {room}, put a light on there
      would you mind lighting up the {room}
      make it bright in the {room}, i'm heading there
      flick the {room} lights on
      stick the {room} light on, ta
      ~ let there be light in the {room}
      ~ i'm going to the {room} and it's dark there
      ~ somebody left me in the dark, {room} lamp please
      ~ hit the lights for the {room}
      ~ could the {room} be lit please
      ~ illuminate the {room}
      ~ can't see my own feet in the {room}, sort the light out
      ~ have the {room} lamp come on
      ~ the {room} needs its light
      ~ fire up the lamp over in the {room}
      """,
    here: """
      it's too dark in here
      turn the light on
      switch on the lamp in this room
      lights on please
      could i get some light in here
      i can hardly see anything here
      light please
      can you put the lamp on
      it's getting dark, isn't it, put the light on
      would you switch the lights on in here
      give me some light
      let's have the lamp on
      ~ i can't read in this gloom
      ~ bit dim to read, isn't it, lamp on
      ~ i'm sitting here in the dark
      ~ why is it so dark in this room
      ~ brighten the place up, flip that lamp on
      ~ i keep bumping into things in here, light would be nice
      ~ my eyes hurt, no light in here at all
      ~ get me the lamp
      """,
    whole: """
      turn on all the lights
      switch every lamp in the house on
      all lights on
      lights on everywhere
      put the lights on in the whole house
      could we have all of the lamps on
      ~ light up the entire house
      ~ i heard a noise, put every single light on
      ~ i want the house lit top to bottom
      ~ every room, lights on, now please
      """)

  static let lampOff = PhraseSet(
    named: """
      turn off the {room} light
      switch the {room} lamp off please
      kill the lights in the {room}
      could you get the {room} light, i left it on
      {room} light off
      lights out in the {room}
      shut the {room} light off
      nobody is in the {room}, turn the light off
      i think i left the light on in the {room}, turn it off
      would you put the {room} lamp out
      no need for the {room} light any more
      can you make sure the {room} light's off
      please have the light in the {room} switched off
      ~ make the {room} dark
      ~ we're wasting electricity lighting the {room}
      ~ the {room} doesn't need to be lit
      ~ snuff out the lamp in the {room}
      ~ cut the {room} lights
      ~ douse the light over in the {room}
      ~ done in the {room}, you can put it in darkness
      ~ leave the {room} unlit
      ~ the lamp in the {room} can go out now
      """,
    here: """
      turn the light off
      lights out
      switch off the lamp in here
      it's bright enough now, light off
      i don't need the light any more
      could you turn this lamp off
      off with the light please
      kill the light
      can you get the light, i want to sleep
      the sun's out, no need for the lamp
      shut that lamp off
      ~ too bright for me, make it dark in here
      ~ i'd like to sit in the dark
      ~ the glare is killing me, lamp off
      ~ that lamp is annoying me, get rid of it
      ~ we're watching a film, lights down to nothing
      ~ nap time, no light please
      ~ black it out in here
      """,
    whole: """
      turn off all the lights
      all lights off
      switch everything off that's lit
      goodnight, lights off everywhere
      i'm off out, kill all the lights
      turn every lamp in the house off
      could you switch off the lights in the whole house
      going to bed, all the lamps off please
      lights off in every room
      ~ shut the whole house down lightwise
      ~ we're leaving, don't leave any lamp burning
      ~ bedtime, make the whole house dark
      ~ nobody's home in a minute so no lights anywhere
      ~ put out all the lamps
      ~ not a single light should stay on
      """)

  static let lampLevel = PhraseSet(
    named: """
      dim the {room} light to {pct}
      set the {room} lamp to {pct}
      {room} light at {pct}
      put the {room} lights on {pct}
      bring the {room} lamp to {pct} brightness
      can you take the {room} light to {pct}
      make the {room} lamp {pct} bright
      i'd like the {room} light at {pct} please
      change the {room} brightness to {pct}
      ~ {pct} light in the {room} would be lovely
      ~ have the lamp in the {room} glow at {pct}
      ~ crank the {room} lamp to {pct}
      ~ let's go {pct} on the {room} lights
      ~ {room} lamp, {pct}, thanks
      ~ for the {room} i want {pct} brightness
      """,
    here: """
      dim the light to {pct}
      set the lamp to {pct}
      brightness {pct}
      put this light on {pct}
      take the lights in here to {pct}
      could you make the lamp {pct} bright
      it's a bit harsh, light to {pct} please
      lights at {pct}
      i want it at {pct} in here, the light i mean
      film night, dim it to {pct}
      ~ let's have {pct} on this lamp
      ~ {pct} brightness will do
      ~ mood lighting please, say {pct}
      ~ nudge the lamp to {pct}
      ~ light level {pct} where i am
      ~ i'm after {pct} from that lamp
      ~ soften the light, {pct} or so
      """,
    whole: """
      dim all the lights to {pct}
      set every lamp to {pct}
      all lights at {pct}
      put the lights in the whole house on {pct}
      bring all the lamps to {pct}
      ~ let's have the entire house at {pct} brightness
      ~ everything that shines, {pct}
      ~ every light in the place to {pct} please
      """)
}
