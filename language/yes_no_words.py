"""What people say for yes, for no and for neither. Longer phrases win over shorter ones inside them.

Phrases are in small letters without signs but the apostrophe, which may be missing in the message.
"""

from __future__ import annotations

from language.vocabulary import list_phrases, list_words

YES = list_phrases("""
yes, yeah, yea, yep, yup, yis, yus, yess, yesss, yas, yess please, ye, yeh, yh, ya, yer, y, aye, och aye, ay, arr, ar,
uh huh, mhm, mm hmm, mmhmm, okay, ok, okey doke, okey dokey, oki, k, kk, sure, surely, course, of course, course you can,
certainly, definitely, defo, def, deffo, absolutely, indeed, correct, right, that's right, that is right, that's it,
that's correct, that is correct, exactly, precisely, spot on, true, that's true, affirmative, agreed, i agree, fine, that's fine, fine by me,
fine with me, i'm fine with that, i am fine with that, i'm ok with that, i'm okay with that, ok with me,
happy with that, happy to, i'm happy for you to, happy for you to, i'd be happy to, that's ok, that's okay, it's ok, it's okay, that's alright,
it's alright, alright, all right, alright then, righto, rightio, right you are, right oh, go on, go on then, go ahead, go for it,
crack on, fire away, carry on, please, please do, yes please, do please, do, if you would, if you could, if you can, if you wouldn't mind,
if you don't mind, if you like, if you want, if you want to, if you must, if i have to, if needs be, if that's ok, if it helps, by all means,
why not, don't see why not, i don't see why not, can't see why not, can't see a reason not to, no reason not to, no reason why not,
suppose so, i suppose so, i suppose, suppose, spose so, i spose so, s'pose so, i guess so, i guess, guess so, i think so, think so, i reckon so,
reckon so, i reckon, i reckon i do, i'd say so, i would say so, i believe so, believe so, i hope so, hope so, i expect so, i should think so,
i would think so, i imagine so, probably, most likely, more than likely, i would, i would like that, i'd like that, i would love that, i'd love that,
i'd love to, i would love to, i'd like to, i would like to, love to, i'd really like that, would love to, would love that, i do, i am, i have, i did, i can, i could, i will,
i want to, i want that, it is, it was, he is, she is, they are, we are, we do, he does, she does, they do, it does, you can, you may, you could, yes you can,
that would be good, that would be great, that would be lovely, that would be nice, that'd be good, that'd be great, that'd be lovely, that'd be nice,
that'd be smashing, that would help, that would be fine, that would be grand, that'll do, that will do, that works, works for me, sounds good, sounds great,
sounds fine, sounds lovely, sounds alright, sounds like a plan, sounds about right, sounds right, suits me, that suits me, suits me fine, suits me down to the ground,
grand, champion, smashing, lovely, perfect, great, brilliant, excellent, fabulous, fab, wonderful, spiffing, ideal, super, marvellous, magic, proper job, belting, reet, reyt, tidy,
you bet, you betcha, bet, too right, damn right, dead right, i'll say, rather, ra ther, not half, can i ever, and how, is the pope catholic, very much so,
no problem, no problem at all, no problems, no bother, nae bother, nae problem, no worries, no probs, no trouble, you can ring me, you can text me, you can call me, you can phone me, you can leave a message, you can email me,
i suppose it wouldn't hurt, wouldn't hurt, it wouldn't hurt, it can't hurt, can't hurt, couldn't hurt, it won't hurt, i'd be ok with that, i would be ok with that, i would be fine with that, not a problem, it's not a problem, that's not a problem, that isn't a problem, i do feel safe, i am feeling safe, no objection, no objections,
no issue, no issues, no harm in it, no harm in that, no harm, i have no objection, i've no objection, i've got no objection, i have no problem with that, i've no problem with that, i've no problem,
i don't mind, i dinna mind, don't mind, dont mind at all, i don't mind at all, i wouldn't mind, wouldn't mind, i would not mind, i wouldn't mind at all, not at all i don't mind,
i don't have a problem with that, don't have a problem with that, i don't object, don't object, i can't object, wouldn't object, wouldn't say no, i wouldn't say no, would not say no,
i'd not say no, can't say no, couldn't say no, i can't say no, never say no, i won't say no, won't say no, not going to say no, i'm not saying no, not saying no, i'm not against it, not against it,
i wouldn't be against it, i'm not opposed, not opposed, not averse, i'm not averse, can't argue with that, can't disagree, i don't disagree, don't disagree,
might as well, may as well, i might as well, i may as well, could do, could do with that, i could do with that, i could do with it, i'm up for it, up for it, i'm game, game, i'm in, count me in, sign me up, let's do it, let's do that, let's go, do it, do that, you do that,
yes thanks, thumbs up, si, oui, ja, da, tak, haan, haan ji, ji, ie, ydw, oes, han, hanji, sim, naturally, obviously, without a doubt, no doubt, no doubt about it, undoubtedly, for sure, 4 sure, sure thing, sure is, sure do, for definite,
i can't wait, can't wait, better had, you'd better, you better had, you had better, i'd better, best had, i'd rather you did, i would rather you did, would rather you did, i'd prefer that, i would prefer that, i'd prefer you did, i'd prefer you to, can do, will do, consider it done,
i certainly do, i certainly am, i certainly would, i most certainly do, it certainly is, i sure do, i do indeed, nothing wrong with that, you've got it, you got it, got it in one, bang on, affirmatory, okay dokay, ta yes, oh go on,
i am indeed, that is me, that's me, speaking, safe, i'm safe, i am safe, i feel safe, feel free, whatever you think best, suits, not wrong, you're not wrong, you are right, you're right, that's about right, near enough, pretty much, more or less, as it happens i do, as it happens yes
""")

NO = list_phrases("""
no, nah, nope, naw, nay, nae, na, n, noo, nooo, noooo, nooooo, non, nein, nej, nie, nahi, nahin, naa, nada, never, no way, no chance, no fear, no ta, no thanks, no thank you,
no thank, not really, not especially, not particularly, not at all, not at the moment, not just now, not right now, not now, not yet, not today, not for me, not me, not likely, not a chance, not on your life, not on your nelly, not bloody likely,
not in a million years, not ever, not a bit, not one bit, not if i can help it, not if i can avoid it, not that i know of, not that i know, not that i'm aware of, not to my knowledge, not that i can think of, not as far as i know, not as such, not quite, not exactly, not anymore, not any more, not necessarily, not so far, not any longer,
not keen, not too keen, not that keen, i'm not keen, not bothered, i'm not bothered, can't be bothered, not interested, i'm not interested, not happy with that, not comfortable, i'm not comfortable with that, not comfortable with that, not ok, not okay, not fine, that's not ok, not alright, that's not fine, it's not ok, it isn't ok,
i don't think so, don't think so, dont think so, i dinna think so, i do not think so, i don't believe so, don't believe so, i don't reckon, don't reckon so, i don't suppose so, i suppose not, suppose not, i think not, think not, i guess not, guess not, i believe not, i'd say not, i would say not, i hope not, hope not, i'm afraid not, afraid not, fraid not, i fear not, i should think not, i reckon not, probably not, maybe not, perhaps not, most likely not, possibly not,
of course not, course not, certainly not, definitely not, defo not, absolutely not, surely not, most certainly not, preferably not, ideally not, better not, i'd better not, best not, you'd better not, i'd best not, rather not, i'd rather not, i would rather not, would rather not, i'd rather you didn't, i would rather you didn't, rather you didn't, i'd rather you did not, i would rather you did not, i'd prefer not, i'd prefer not to, i would prefer not to, prefer not, prefer not to, i'd prefer you didn't, i'd sooner not, i'd sooner you didn't, sooner not,
please don't, please do not, don't, do not, don't do that, don't bother, don't you dare, don't worry, don't worry about it, not necessary, no need, no need to, there's no need, no need for that, don't need to, don't need that, i don't need to, i don't need that, i don't want to, i don't want that, i do not want to, i do not want that, i don't want it, don't want to, don't want that, don't want it, don't fancy it, don't fancy that, i don't fancy that, i don't fancy it, i don't like that, i don't like the sound of that, don't like the idea,
i don't, i do not, i'm not, i am not, i haven't, i have not, i didn't, i did not, i can't, i cannot, can't, cannot, i couldn't, i won't, i will not, won't, i wouldn't, i would not, wouldn't like that, i wouldn't like that, i wouldn't want that, i would not like that, wouldn't want that, it isn't, it's not, it is not, it wasn't, he isn't, she isn't, he's not, she's not, they're not, they aren't, we're not, we aren't, we don't, he doesn't, she doesn't, they don't, it doesn't, you can't, you cannot, you may not, you'd better not do that, i aint, i ain't, ain't,
that's not right, that isn't right, that is not right, not right, that's wrong, that is wrong, wrong, incorrect, that's incorrect, not correct, that's not correct, that isn't correct, not true, that's not true, that's not it, that isn't it, false, negative, untrue, you're wrong, you've got it wrong, got it wrong,
i doubt it, doubt it, doubtful, i very much doubt it, i doubt that, unlikely, highly unlikely, hardly, scarcely, far from it, anything but, on the contrary, do i heck, do i hell, like heck, like hell, is it heck, am i heck, did i heck, do i eck, as if, dream on, pull the other one, forget it, forget that, leave it, i'll leave it, leave it out, leave it for now, leave it thanks, i'll pass, pass on that, i'll pass on that, i'll give it a miss, give it a miss, i'll give that a miss, skip that, i'm alright thanks, i'm all right thanks, i'm okay thanks, i'm ok thanks, i'm good thanks, i'm fine thanks, i'm good, i'm alright ta, all good thanks,
i refuse, refuse, i object, i disagree, disagree, i say no, i said no, i'd say no, i would say no, i'd have to say no, have to say no, it's a no, it's a no from me, that's a no, that's a no from me, thumbs down, out of the question, over my dead body, no chance mate, no siree, no sir, nope not me, none, neither, nobody, no one, nothing, unsafe, not safe, i'm not safe, i am not safe, i don't feel safe, no i don't feel safe,
that won't work, that doesn't work, doesn't work for me, that wouldn't work, won't do, that's no good, no good, no use, that's no use, doesn't suit me, doesn't suit, that doesn't suit, count me out, i'm out, nothing doing, another time, some other time, maybe later, maybe another time, perhaps later, later maybe, not this time, i'm not sure i do, i don't think i do, i don't think i am, i don't think i would, i don't think i want, i don't think that's right, don't think i do, i can't say i do, can't say i do, can't say i am, can't say that i do, can't say i would, i wouldn't say so, wouldn't say so, i would not say so, i wouldn't say that, wouldn't say that, i wouldn't have thought so, i shouldn't think so, i wouldn't think so, shouldn't think so
""")

NEITHER = list_phrases("""
yes and no, yes or no, maybe yes maybe no, yeah and no, no and yes, sort of, kind of, kinda, sorta, half and half, a bit of both, bit of both, maybe, mebbe, mebbies, might do, i might, perhaps, possibly, possibly yes possibly no, depends, it depends, that depends, depends what it is, it depends on what it is,
not sure, i'm not sure, i am not sure, unsure, i'm unsure, not too sure, not quite sure, not really sure, not certain, i'm not certain, no idea, i've no idea, i have no idea, i haven't a clue, haven't a clue, haven't got a clue, no clue, not a clue, don't know, i don't know, i do not know, dont know, dunno, i dunno, dinna ken, i dinna ken, idk, donno, couldn't say, i couldn't say, couldn't tell you, i couldn't tell you, i can't say, can't say, hard to say, difficult to say, i don't really know, i don't rightly know, who knows, your guess is as good as mine, search me,
can't decide, i can't decide, can't make up my mind, i can't make up my mind, i'm in two minds, in two minds, on the fence, let me think, let me think about it, i'll think about it, i'd need to think, i need to think, i'll have to think, have to think about it, need to ask my, i'd have to ask, i'd need to ask, i'll have to ask, have to ask, ask me later, could be, may be, might be, it might be, what do you mean, what does that mean, i don't understand, don't understand, i do not understand, pardon, what, eh, sorry, come again, what was that, why, why do you ask, what for, say that again, can you repeat that, could you repeat that, what do you think, either, either way, whichever, hmm, umm, i can't remember, can't remember, don't remember, i don't remember, neither here nor there, swings and roundabouts, i can take it or leave it, take it or leave it, i could take it or leave it, easy either way, not fussed, i'm not fussed, not fussed either way, no preference, i've no preference, same difference, sometimes, now and then, on and off, it varies, i'm not saying, i'd rather not say, rather not say, prefer not to say, i'd prefer not to say, none of your business, mind your own business
""")

NOUNS_AFTER_NO = list_words("""
food money heating heat gas electric electricity water family friends friend lights hot bread job home work phone car
internet lift bus buses carer carers help support medicine medication tablets sleep energy appetite hope point
kids children wife husband partner
""")
"""After these *no* is a lack, not an answer: "no food in the house"."""

SIGNS = {"👍": True, "👌": True, "✅": True, "✔": True, "🙂": True, "👎": False, "❌": False, "🙅": False, "✖": False}
