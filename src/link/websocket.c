/* SPDX-License-Identifier: MIT */
#include "link/websocket.h"

#include <assert.h>
#include <string.h>
#include <sys/types.h>
#include <wslay/wslay.h>

#include "link/crypto.h"
#include "util/array.h"
#include "util/text.h"

enum {
	FRAME_COST = 14,                /* the longest header */
	CLOSE_COST = FRAME_COST + WEBSOCKET_CONTROL_MAX,
	/*
	 * wslay reads ahead by 4 KiB, which may hold 2,048 pings, and each is owed a
	 * masked pong of 6 bytes. Without that much room for answers nothing is read.
	 */
	ANSWERS_COST = 16 * 1024
};

/* In the queue each message stands behind its length. */
typedef uint32_t length_t;

static bool
has_message(const struct websocket *websocket)
{
	size_t n;

	buf_peek(&websocket->queue, &n);
	return n > 0;
}

static ssize_t
take_input(struct wslay_event_context *wslay, uint8_t *bytes, size_t size, int flags, void *user)
{
	struct websocket *websocket = user;
	const char *waiting;
	size_t n;

	(void)flags;
	waiting = buf_peek(&websocket->in, &n);
	if (n == 0 || has_message(websocket) || buf_room(&websocket->out) < ANSWERS_COST) {
		wslay_event_set_error(wslay, WSLAY_ERR_WOULDBLOCK);
		return -1;
	}
	if (n > size)
		n = size;
	memcpy(bytes, waiting, n);
	buf_drop(&websocket->in, n);
	return (ssize_t)n;
}

static ssize_t
put_output(struct wslay_event_context *wslay, const uint8_t *bytes, size_t n, int flags,
    void *user)
{
	struct websocket *websocket = user;

	(void)flags;
	if (!buf_put(&websocket->out, bytes, n)) {
		wslay_event_set_error(wslay, WSLAY_ERR_WOULDBLOCK);
		return -1;
	}
	return (ssize_t)n;
}

static int
make_mask(struct wslay_event_context *wslay, uint8_t *mask, size_t n, void *user)
{
	(void)wslay;
	(void)user;
	crypto_random(mask, n);
	return 0;
}

/* Closes for what wslay itself would let pass. */
static void
refuse(struct websocket *websocket, uint16_t code)
{
	websocket->refused = true;
	wslay_event_shutdown_read(websocket->wslay);
	wslay_event_queue_close(websocket->wslay, code, NULL, 0);
}

static void
begin_frame(struct wslay_event_context *wslay,
    const struct wslay_event_on_frame_recv_start_arg *frame, void *user)
{
	struct websocket *websocket = user;

	websocket->opcode = frame->opcode;
	/* Half a code is none; wslay would answer it with an empty close (RFC 6455 5.5.1). */
	if (frame->opcode == WSLAY_CONNECTION_CLOSE && frame->payload_length == 1)
		wslay_event_queue_close(wslay, WSLAY_CODE_PROTOCOL_ERROR, NULL, 0);
	if (wslay_is_ctrl_frame(frame->opcode))
		return;
	if (frame->opcode == WSLAY_BINARY_FRAME)
		refuse(websocket, WSLAY_CODE_UNSUPPORTED_DATA);
	if (frame->opcode == WSLAY_TEXT_FRAME)
		websocket->frames = 0;
	/* Each costs memory, and empty ones count against no limit in bytes. */
	if (++websocket->frames > WEBSOCKET_FRAMES_MAX)
		refuse(websocket, WSLAY_CODE_MESSAGE_TOO_BIG);
}

/*
 * A close is kept as it comes: wslay 1.1.1 takes the codes 1012 to 1014, and a reason in
 * two pieces, for violations, but that the peer goes and why is still true.
 */
static void
take_chunk(struct wslay_event_context *wslay,
    const struct wslay_event_on_frame_recv_chunk_arg *chunk, void *user)
{
	struct websocket *websocket = user;

	(void)wslay;
	if (websocket->opcode != WSLAY_CONNECTION_CLOSE)
		return;
	assert(websocket->close_len + chunk->data_length <= sizeof(websocket->close));
	memcpy(websocket->close + websocket->close_len, chunk->data, chunk->data_length);
	websocket->close_len += chunk->data_length;
}

static void
take_message(struct wslay_event_context *wslay, const struct wslay_event_on_msg_recv_arg *message,
    void *user)
{
	struct websocket *websocket = user;
	length_t length = (length_t)message->msg_length;
	bool fits;

	if (websocket->refused)
		return;
	if (message->opcode == WSLAY_PONG)
		websocket->pong = true;
	if (message->opcode == WSLAY_PING)
		wslay_event_send(wslay); /* or they pile up while wslay reads on */
	if (message->opcode != WSLAY_TEXT_FRAME)
		return;
	/* One message and then wslay's 4 KiB, were they all empty messages, always fit. */
	fits = buf_put(&websocket->queue, &length, sizeof(length)) &&
	    buf_put(&websocket->queue, message->msg, message->msg_length);
	assert(fits);
	(void)fits;
}

int
websocket_start(struct websocket *websocket, bool server, struct fault *fault)
{
	static const struct wslay_event_callbacks callbacks = {
		.recv_callback = take_input,
		.send_callback = put_output,
		.genmask_callback = make_mask,
		.on_frame_recv_start_callback = begin_frame,
		.on_frame_recv_chunk_callback = take_chunk,
		.on_msg_recv_callback = take_message,
	};
	int rc;

	websocket_finish(websocket);
	websocket->server = server;
	if (server)
		rc = wslay_event_context_server_init(&websocket->wslay, &callbacks, websocket);
	else
		rc = wslay_event_context_client_init(&websocket->wslay, &callbacks, websocket);
	if (rc != 0) {
		websocket->wslay = NULL;
		return fault_set(fault, "out of memory for a websocket");
	}
	wslay_event_config_set_max_recv_msg_length(websocket->wslay, WEBSOCKET_MESSAGE_MAX);
	websocket->state = WEBSOCKET_STATE_OPEN;
	return 0;
}

size_t
websocket_room(const struct websocket *websocket)
{
	return websocket->state == WEBSOCKET_STATE_OPEN ? buf_room(&websocket->in) : 0;
}

static const char *
violation(uint16_t code)
{
	switch (code) {
	case WSLAY_CODE_UNSUPPORTED_DATA:
		return "a binary message";
	case WSLAY_CODE_INVALID_FRAME_PAYLOAD_DATA:
		return "a text that is not UTF-8";
	case WSLAY_CODE_MESSAGE_TOO_BIG:
		return "a message of more than 64 KiB or 1024 fragments";
	default:
		return "a frame that RFC 6455 does not allow";
	}
}

/*
 * For what is wrong in a frame's head wslay would send a close without a code, and nothing can
 * be queued in front of that. So its own stays where it is, and 1002 is written by hand.
 */
static void
close_by_hand(struct websocket *websocket)
{
	unsigned char plain[] = { 0x88, 2, 0x03, 0xea };
	unsigned char masked[] = { 0x88, 0x80 | 2, 0, 0, 0, 0, 0x03, 0xea };

	if (wslay_event_get_close_sent(websocket->wslay))
		return;
	crypto_random(masked + 2, 4);
	masked[6] ^= masked[2];
	masked[7] ^= masked[3];
	if (websocket->server)
		buf_put(&websocket->out, plain, sizeof(plain));
	else
		buf_put(&websocket->out, masked, sizeof(masked));
}

static void
break_off(struct websocket *websocket, uint16_t code)
{
	websocket->state = WEBSOCKET_STATE_BROKEN;
	fault_set(&websocket->why, "the peer sent %s (closed with %u)", violation(code), code);
}

static void
parse(struct websocket *websocket)
{
	size_t n;
	int rc;

	buf_peek(&websocket->in, &n);
	if (n == 0 || websocket->state != WEBSOCKET_STATE_OPEN)
		return;
	rc = wslay_event_recv(websocket->wslay);
	if (rc == WSLAY_ERR_CALLBACK_FAILURE) {
		close_by_hand(websocket);
		break_off(websocket, WSLAY_CODE_PROTOCOL_ERROR);
		return;
	}
	wslay_event_send(websocket->wslay);
	if (wslay_event_get_read_enabled(websocket->wslay))
		return;
	if (websocket->opcode == WSLAY_CONNECTION_CLOSE)
		websocket->state = WEBSOCKET_STATE_CLOSED;
	else
		break_off(websocket, wslay_event_get_status_code_sent(websocket->wslay));
}

/* The last message was valid until now; its room may be needed. */
static void
forget_taken(struct websocket *websocket)
{
	buf_drop(&websocket->queue, websocket->taken);
	websocket->taken = 0;
}

int
websocket_feed(struct websocket *websocket, const void *bytes, size_t n, struct fault *fault)
{
	forget_taken(websocket);
	if (websocket->state == WEBSOCKET_STATE_OPEN && !buf_put(&websocket->in, bytes, n))
		return fault_set(fault, "more input than there is room for");
	parse(websocket);
	if (websocket->state == WEBSOCKET_STATE_BROKEN)
		return fault_set(fault, "%s", websocket->why.text);
	return 0;
}

static void
tell_message(struct websocket *websocket, struct websocket_news *news)
{
	size_t n;
	const char *head = buf_peek(&websocket->queue, &n);
	length_t length;

	memcpy(&length, head, sizeof(length));
	websocket->taken = sizeof(length) + length;
	*news = (struct websocket_news){
		.event = WEBSOCKET_TEXT, .text = head + sizeof(length), .n = length
	};
}

static void
tell_closed(struct websocket *websocket, struct websocket_news *news)
{
	const unsigned char *close = websocket->close;
	const char *reason = "";

	*news = (struct websocket_news){ .event = WEBSOCKET_CLOSED, .code = 1005 };
	if (websocket->close_len >= 2) {
		news->code = (uint16_t)(close[0] << 8 | close[1]);
		reason = text_printable((const char *)close + 2, websocket->close_len - 2,
		    websocket->reason, sizeof(websocket->reason));
	}
	news->text = reason;
	news->n = strlen(reason);
	websocket->state = WEBSOCKET_STATE_TOLD;
}

bool
websocket_next(struct websocket *websocket, struct websocket_news *news)
{
	forget_taken(websocket);
	parse(websocket);
	if (websocket->pong) {
		websocket->pong = false;
		*news = (struct websocket_news){ .event = WEBSOCKET_PONG };
		return true;
	}
	if (has_message(websocket)) {
		tell_message(websocket, news);
		return true;
	}
	if (websocket->state == WEBSOCKET_STATE_CLOSED) {
		tell_closed(websocket, news);
		return true;
	}
	return false;
}

static int
queue_frame(struct websocket *websocket, uint8_t opcode, const char *bytes, size_t n,
    struct fault *fault)
{
	const struct wslay_event_msg message = {
		.opcode = opcode, .msg = (const uint8_t *)bytes, .msg_length = n
	};
	int rc;

	/* So nothing ever stays in wslay's own queues, which have no bound. */
	if (buf_room(&websocket->out) < FRAME_COST + n + CLOSE_COST)
		return fault_set(fault, "the peer reads too slowly");
	rc = wslay_event_queue_msg(websocket->wslay, &message);
	if (rc == WSLAY_ERR_NO_MORE_MSG)
		return fault_set(fault, "the websocket is closing");
	if (rc != 0 || wslay_event_send(websocket->wslay) != 0)
		return fault_set(fault, "out of memory for a message");
	return 0;
}

int
websocket_send_text(struct websocket *websocket, const char *text, size_t n, struct fault *fault)
{
	return queue_frame(websocket, WSLAY_TEXT_FRAME, text, n, fault);
}

int
websocket_ping(struct websocket *websocket, struct fault *fault)
{
	return queue_frame(websocket, WSLAY_PING, NULL, 0, fault);
}

void
websocket_close(struct websocket *websocket, uint16_t code, const char *reason)
{
	enum { REASON_MAX = WEBSOCKET_CONTROL_MAX - 2 };

	wslay_event_queue_close(websocket->wslay, code, (const uint8_t *)reason,
	    strnlen(reason, REASON_MAX));
	wslay_event_send(websocket->wslay);
}

const char *
websocket_output(const struct websocket *websocket, size_t *n)
{
	return buf_peek(&websocket->out, n);
}

void
websocket_wrote(struct websocket *websocket, size_t n)
{
	buf_drop(&websocket->out, n);
}

const char *
websocket_code_name(uint16_t code)
{
	static const struct {
		uint16_t code;
		const char *name;
	} names[] = {
		{ 1000, "normal" },
		{ 1001, "going away" },
		{ 1002, "protocol error" },
		{ 1003, "unsupported data" },
		{ 1005, "no code given" },
		{ 1007, "invalid text" },
		{ 1008, "policy violation" },
		{ 1009, "message too big" },
		{ 1011, "internal error" },
		{ 1012, "service restart" },
		{ 1013, "try again later" },
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (names[i].code == code)
			return names[i].name;
	return "unknown code";
}

void
websocket_finish(struct websocket *websocket)
{
	wslay_event_context_free(websocket->wslay);
	websocket->wslay = NULL;
	websocket->state = WEBSOCKET_STATE_TOLD;
	websocket->pong = false;
	websocket->refused = false;
	websocket->opcode = WSLAY_CONTINUATION_FRAME;
	websocket->frames = 0;
	websocket->taken = 0;
	websocket->close_len = 0;
	buf_init(&websocket->in, websocket->in_bytes, sizeof(websocket->in_bytes));
	buf_init(&websocket->out, websocket->out_bytes, sizeof(websocket->out_bytes));
	buf_init(&websocket->queue, websocket->queue_bytes, sizeof(websocket->queue_bytes));
}
