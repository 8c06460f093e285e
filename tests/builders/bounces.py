"""Reports that a letter did not arrive, as mail servers of several makes write them."""

from collections.abc import Callable

Heads = dict[str, str]  # of the letter that came back: its Message-ID and recipient, and the address that reports go to


def _standard(
    of: Heads,
    *,
    top: str,
    human: str,
    status: str,
    kind: str = "message/delivery-status",
    copy: str = "text/rfc822-headers",
) -> bytes:
    """A delivery status notification (RFC 3464)."""
    return f"""Return-Path: <>
To: {of["back_to"]}
{top}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="=_b1"

--=_b1
Content-Type: text/plain; charset=utf-8

{human}

--=_b1
Content-Type: {kind}

{status}

--=_b1
Content-Type: {copy}

Received: from shop (unknown [192.0.2.5])
From: cards@example.org
To: {of["recipient"]}
Subject: =?utf-8?b?0J/QvtC00LDRgNC+0Lo=?=
Message-ID: {of["message_id"]}

--=_b1--
""".encode()


def exim(of: Heads) -> bytes:
    """Exim since 4.87: a vague status, the exact one in the server's words."""
    return _standard(
        of,
        top=f"From: Mail Delivery System <Mailer-Daemon@mx.example.org>\nAuto-Submitted: auto-replied\nX-Failed-Recipients: {of['recipient']}\n"
        "Subject: Mail delivery failed: returning message to sender\nMessage-Id: <E1abc-0001@mx.example.org>",
        human="This message was created automatically by mail delivery software.",
        status=f"Reporting-MTA: dns; mx.example.org\n\nAction: failed\nFinal-Recipient: rfc822;{of['recipient']}\nStatus: 5.0.0\n"
        "Remote-MTA: dns; mail.example\nDiagnostic-Code: smtp; 550 5.1.1 <anna>: Recipient address rejected: User unknown",
        copy="message/rfc822",
    )


def exim_of_old(of: Heads) -> bytes:
    """Exim before, and what is built on it: a letter in words, with the one that came back below."""
    return f"""Return-path: <>
From: Mail Delivery System <Mailer-Daemon@mx.example.org>
To: {of["back_to"]}
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1abd-0002@mx.example.org>
X-Failed-Recipients: {of["recipient"]}
Auto-Submitted: auto-replied

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {of["recipient"]}
    SMTP error from remote mail server after RCPT TO:<{of["recipient"]}>:
    host mail.example [192.0.2.7]: 550 5.1.1 No such user

------ This is a copy of the message, including all the headers. ------

Return-path: <cards@example.org>
From: cards@example.org
To: {of["recipient"]}
Subject: =?utf-8?b?0J/QvtC00LDRgNC+0Lo=?=
Message-ID: {of["message_id"]}

Hello
""".encode()


def postfix(of: Heads) -> bytes:
    """Postfix, with the whole letter in the report."""
    return _standard(
        of,
        top="From: MAILER-DAEMON@mx.example.org (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender\nAuto-Submitted: auto-replied\n"
        "Message-Id: <20261121.4F2@mx.example.org>",
        human="This is the mail system at host mx.example.org.\n\nI'm sorry to have to inform you that your message could not be delivered.",
        status=f"Reporting-MTA: dns; mx.example.org\nX-Postfix-Queue-ID: 4F2\nArrival-Date: Sat, 21 Nov 2026 10:00:00 +0300 (MSK)\n\n"
        f"Final-Recipient: rfc822; {of['recipient']}\nOriginal-Recipient: rfc822;{of['recipient']}\nAction: failed\nStatus: 5.1.1\n"
        f"Remote-MTA: dns; mail.example\nDiagnostic-Code: smtp; 550 5.1.1\n    <{of['recipient']}>: Recipient address rejected:\n    User unknown",
        copy="message/rfc822",
    )


def exchange(of: Heads) -> bytes:
    """Exchange: an address of its own, and the letter's name among the heads of the report."""
    return _standard(
        of,
        top="From: <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@corp.example>\nSubject: Undeliverable: =?utf-8?b?0J/QvtC00LDRgNC+0Lo=?=\n"
        f"Message-ID: <6b8@EX01.corp.example>\nIn-Reply-To: {of['message_id']}\nReferences: {of['message_id']}\nContent-Language: en-US",
        human="mail.corp.example rejected your message to the following email addresses.",
        status=f"Reporting-MTA: dns;mail.corp.example\n\nFinal-recipient: RFC822;{of['recipient']}\nAction: failed\nStatus: 5.1.10\n"
        "Diagnostic-code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    )


def yandex(of: Heads) -> bytes:
    """Yandex: in Russian, with the heads alone."""
    return _standard(
        of,
        top="From: mailer-daemon@yandex.ru\nSubject: =?utf-8?b?0J3QtdC00L7RgdGC0LDQstC70LXQvdC90L7QtSDRgdC+0L7QsdGJ0LXQvdC40LU=?=\n"
        "Auto-Submitted: auto-replied\nMessage-Id: <2026.1@forward.yandex.net>",
        human="Это письмо отправлено почтовым сервером yandex.ru.\n\nК сожалению, мы вынуждены сообщить Вам о том, что Ваше письмо не может быть отправлено.",
        status=f"Reporting-MTA: dns; forward.yandex.net\n\nFinal-Recipient: rfc822; {of['recipient']}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 No such user! 1700000000-abc",
    )


def mail_ru(of: Heads) -> bytes:
    """Mail.ru: in words, without a status but in the server's own line."""
    return f"""Return-Path: <>
From: <mailer-daemon@corp.mail.ru>
To: {of["back_to"]}
Subject: Mail failure.
Message-Id: <m1@mail.ru>
X-Failed-Recipients: {of["recipient"]}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: text/plain; charset=utf-8

Это письмо создано автоматически сервером Mail.Ru, отвечать на него не нужно.

К сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:

**********************
{of["recipient"]}: 550 user not found
**********************

--x
Content-Type: message/rfc822

From: cards@example.org
To: {of["recipient"]}
Message-ID: {of["message_id"]}

Hello
--x--
""".encode()


def gmail(of: Heads) -> bytes:
    """Gmail: the words as HTML with a picture, the report beside them."""
    return _standard(
        of,
        top=f"From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nAuto-Submitted: auto-replied\nX-Failed-Recipients: {of['recipient']}\n"
        f"Subject: Delivery Status Notification (Failure)\nMessage-ID: <g1@mx.google.com>\nIn-Reply-To: {of['message_id']}\nReferences: {of['message_id']}",
        human="** Address not found **\n\nYour message wasn't delivered because the address couldn't be found.",
        status=f"Reporting-MTA: dns; googlemail.com\nReceived-From-MTA: dns; cards@example.org\nX-Original-Message-ID: {of['message_id']}\n\n"
        f"Final-Recipient: rfc822; {of['recipient']}\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; gmail-smtp-in.l.google.com.\n"
        "Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.\n 550 5.1.1 For more information, go to https://support.google.com",
        copy="message/rfc822",
    )


def in_other_letters(of: Heads) -> bytes:
    """A report in other letters than English ones (RFC 6533)."""
    return _standard(
        of,
        top="From: postmaster@почта.рф\nSubject: не доставлено\nMessage-ID: <u1@xn--80a1acny.xn--p1ai>",
        human="Не доставлено.",
        status=f"Reporting-MTA: dns; xn--80a1acny.xn--p1ai\n\nFinal-Recipient: utf-8; {of['recipient']}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 нет такого ящика",
        kind="message/global-delivery-status",
        copy="message/global-headers",
    )


def full(of: Heads) -> bytes:
    """The mailbox is full: the letter came back, and the address may work tomorrow."""
    return postfix(of).replace(b"5.1.1", b"5.2.2").replace(b"User unknown", b"mailbox full")


def late(of: Heads) -> bytes:
    """The letter is late: nothing is wrong yet."""
    return (
        postfix(of).replace(b"Action: failed", b"Action: delayed").replace(b"5.1.1", b"4.4.1").replace(b"550", b"421")
    )


def arrived(of: Heads) -> bytes:
    """The letter has arrived, and somebody is told so."""
    return postfix(of).replace(b"Action: failed", b"Action: delivered").replace(b"Status: 5.1.1", b"Status: 2.1.5")


def holiday(of: Heads) -> bytes:
    """Somebody is away, and his program says so to where reports go, without a word that it is a program."""
    return f"""From: {of["recipient"]}
To: {of["back_to"]}
Subject: Re: gift
Message-ID: <away@mail.example>
In-Reply-To: {of["message_id"]}

I am away until Monday.
""".encode()


Maker = Callable[[Heads], bytes]
FAILED: tuple[Maker, ...] = (exim, exim_of_old, postfix, exchange, yandex, mail_ru, gmail, in_other_letters)
NO_FAILURE: tuple[Maker, ...] = (late, arrived, holiday)
