-- Written by the code of b1bd701
BEGIN TRANSACTION;
CREATE TABLE adjustments (
	id INTEGER NOT NULL, 
	order_id INTEGER NOT NULL, 
	order_item_id INTEGER NOT NULL, 
	kind VARCHAR(8) NOT NULL, 
	quantity_milli INTEGER NOT NULL, 
	cents INTEGER NOT NULL, 
	reason VARCHAR(200) NOT NULL, 
	user_id INTEGER NOT NULL, 
	business_day VARCHAR(10) NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_adjustments PRIMARY KEY (id), 
	CONSTRAINT ck_adjustments_kind CHECK (kind IN ('void', 'comp', 'discount')), 
	CONSTRAINT fk_adjustments_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT fk_adjustments_order_item_id_order_items FOREIGN KEY(order_item_id) REFERENCES order_items (id), 
	CONSTRAINT fk_adjustments_user_id_users FOREIGN KEY(user_id) REFERENCES users (id)
);
CREATE TABLE agent_commands (
	id VARCHAR(26) NOT NULL, 
	printer_id VARCHAR(32) NOT NULL, 
	action VARCHAR(10) NOT NULL, 
	job_id VARCHAR(26) NOT NULL, 
	created_at DATETIME NOT NULL, 
	done_at DATETIME, 
	CONSTRAINT pk_agent_commands PRIMARY KEY (id)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE alerts (
	id INTEGER NOT NULL, 
	job_id VARCHAR(26) NOT NULL, 
	order_id INTEGER NOT NULL, 
	sender_id INTEGER NOT NULL, 
	cause VARCHAR(10) NOT NULL, 
	reason VARCHAR(20) NOT NULL, 
	raised_at DATETIME NOT NULL, 
	acted_at DATETIME, 
	acted_by INTEGER, 
	action VARCHAR(20) NOT NULL, 
	CONSTRAINT pk_alerts PRIMARY KEY (id), 
	CONSTRAINT fk_alerts_acted_by_users FOREIGN KEY(acted_by) REFERENCES users (id), 
	CONSTRAINT fk_alerts_job_id_print_jobs FOREIGN KEY(job_id) REFERENCES print_jobs (id), 
	CONSTRAINT fk_alerts_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT fk_alerts_sender_id_users FOREIGN KEY(sender_id) REFERENCES users (id), 
	CONSTRAINT uq_alerts_job_id UNIQUE (job_id)
);
CREATE TABLE assistant_assignments (
	waiter_id INTEGER NOT NULL, 
	assistant_id INTEGER NOT NULL, 
	CONSTRAINT pk_assistant_assignments PRIMARY KEY (waiter_id, assistant_id), 
	CONSTRAINT ck_assistant_assignments_not_oneself CHECK (waiter_id <> assistant_id), 
	CONSTRAINT fk_assistant_assignments_assistant_id_users FOREIGN KEY(assistant_id) REFERENCES users (id), 
	CONSTRAINT fk_assistant_assignments_waiter_id_users FOREIGN KEY(waiter_id) REFERENCES users (id)
);
CREATE TABLE audit_log (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	user_id INTEGER, 
	action VARCHAR(40) NOT NULL, 
	subject VARCHAR(60) NOT NULL, 
	details JSON NOT NULL, 
	reason VARCHAR(200) NOT NULL, 
	correlation_id VARCHAR(64) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_audit_log PRIMARY KEY (id), 
	CONSTRAINT fk_audit_log_user_id_users FOREIGN KEY(user_id) REFERENCES users (id)
);
INSERT INTO "audit_log" VALUES(1,'2026-11-26 21:51:56.336041',NULL,'demo_seeded','site','{"dishes": 66}','','','ce93d59ad4b321b836835fd5ae136aa683bc43aee04a2fad722380f6bd71f579');
INSERT INTO "audit_log" VALUES(2,'2026-11-26 21:51:59.804798',1,'signed_in','user:1','{"address": "127.0.0.1", "device": "new"}','','','ba8b3376964bb3b04748bbf5178f3ada9d98465f5282ab252154561e697ac3b5');
INSERT INTO "audit_log" VALUES(3,'2026-11-26 21:51:59.897383',2,'signed_in','user:2','{"address": "127.0.0.1", "device": "new"}','','','9bfde0cc6af7dc57807d712dcabb051bdfeca78c7ce0530682a1a8cf9c1958fe');
INSERT INTO "audit_log" VALUES(4,'2026-11-26 21:51:59.990782',3,'signed_in','user:3','{"address": "127.0.0.1", "device": "new"}','','','242fa7cfe5300b798e6e09a4b7553faf0d4e806643b0d9174dbdcac0f02584ee');
INSERT INTO "audit_log" VALUES(5,'2026-11-26 21:52:00.112419',4,'signed_in','user:4','{"address": "127.0.0.1", "device": "new"}','','','eb6b0a996af0d646868865c289a8fa0b6e1e607b65d349a901420a03b6cf6160');
INSERT INTO "audit_log" VALUES(6,'2026-11-26 21:52:00.332732',1,'order_opened','order:1','{"table_id": 3, "table": "3", "covers": null}','','01M8CXG4AAV3PXRFQM989FN5Q5','23b855bd5994e7eff64866e4f2c6d22a97ebd36f7ab647b3ad9d570f08bc3b6e');
INSERT INTO "audit_log" VALUES(7,'2026-11-26 21:52:00.332732',1,'round_fired','order:1','{"rev": 2, "round": 1, "item_ids": [1, 2], "jobs": ["01M8CXG4ACYZQNVF8DY3XDAVMX", "01M8CXG4AC30FABYCBQQ0NXX9E"], "total_cents": 2040}','','01M8CXG4AAV3PXRFQM989FN5Q5','baa5b915d66bf48f9d99e66af67d3ad324765258a8b4ad6f2bb51f13daa0e92a');
INSERT INTO "audit_log" VALUES(8,'2026-11-26 21:52:00.430390',1,'payment_taken','order:1','{"rev": 3, "payments": [1], "amounts_cents": [1080], "tenders": ["cash"], "items": [[1, 1000, 1080]], "before": {"status": "open", "total_cents": 2040, "paid_cents": 0}, "after": {"status": "partially_paid", "total_cents": 2040, "paid_cents": 1080}}','','01M8CXG4DA1YDNJEBE6C0T3MM8','efeef90cc938d6a58921abf070c46c40f81dba027d1c68610a74c85c9d982d7d');
INSERT INTO "audit_log" VALUES(9,'2026-11-26 21:52:00.459134',1,'order_opened','order:2','{"table_id": 7, "table": "7", "covers": null}','','01M8CXG4E97RBQHDR7REFR5MVV','c9ed0411323093c541ad48183874145ec4d3bff98ecd5d620ccb891305912bb9');
INSERT INTO "audit_log" VALUES(10,'2026-11-26 21:52:00.459134',1,'round_fired','order:2','{"rev": 2, "round": 1, "item_ids": [3], "jobs": ["01M8CXG4EBGK243N71RJTYAGGH"], "total_cents": 1080}','','01M8CXG4E97RBQHDR7REFR5MVV','7ef2525e8ccff413c6a3d15d17fe12919eb25268615e8b8d47303d3f602c7997');
INSERT INTO "audit_log" VALUES(11,'2026-11-26 21:52:00.473537',1,'order_opened','order:3','{"table_id": 8, "table": "8", "covers": null}','','01M8CXG4ER7YQJNZNNNQJR13CK','505087b8ef9323db12d40d3e68db42e3a4e025fc40688d74751021e7f5a5b3dd');
INSERT INTO "audit_log" VALUES(12,'2026-11-26 21:52:00.473537',1,'round_fired','order:3','{"rev": 2, "round": 1, "item_ids": [4], "jobs": ["01M8CXG4ESRTEP410V18598WEV"], "total_cents": 1080}','','01M8CXG4ER7YQJNZNNNQJR13CK','ab1fcaa934c0dfdb7498a6aa84558ba6e5e7aa52e52aa3cd4a5e18fced0f59be');
CREATE TABLE business_days (
	day VARCHAR(10) NOT NULL, 
	z_number INTEGER NOT NULL, 
	opened_at DATETIME NOT NULL, 
	closed_at DATETIME NOT NULL, 
	closed_by INTEGER NOT NULL, 
	report JSON NOT NULL, 
	CONSTRAINT pk_business_days PRIMARY KEY (day), 
	CONSTRAINT fk_business_days_closed_by_users FOREIGN KEY(closed_by) REFERENCES users (id), 
	CONSTRAINT uq_business_days_z_number UNIQUE (z_number)
);
CREATE TABLE cash_ups (
	id INTEGER NOT NULL, 
	business_day VARCHAR(10) NOT NULL, 
	waiter_id INTEGER NOT NULL, 
	float_cents INTEGER NOT NULL, 
	counted_cents INTEGER NOT NULL, 
	expected_cents INTEGER NOT NULL, 
	difference_cents INTEGER NOT NULL, 
	note VARCHAR(200) NOT NULL, 
	user_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_cash_ups PRIMARY KEY (id), 
	CONSTRAINT fk_cash_ups_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT fk_cash_ups_waiter_id_users FOREIGN KEY(waiter_id) REFERENCES users (id)
);
CREATE TABLE categories (
	id INTEGER NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	name_en VARCHAR(60) NOT NULL, 
	color VARCHAR(7) NOT NULL, 
	sort_order INTEGER NOT NULL, 
	printer_zone_id VARCHAR(32), 
	course INTEGER, 
	note_chips JSON NOT NULL, 
	deleted_at DATETIME, 
	CONSTRAINT pk_categories PRIMARY KEY (id), 
	CONSTRAINT fk_categories_printer_zone_id_zones FOREIGN KEY(printer_zone_id) REFERENCES zones (id)
);
INSERT INTO "categories" VALUES(1,'Ορεκτικά','Starters','#2f6f4f',0,'kitchen',1,'[{"name": "\u03c7\u03c9\u03c1\u03af\u03c2 \u03b1\u03bb\u03ac\u03c4\u03b9", "name_en": "no salt"}, {"name": "\u03b3\u03b9\u03b1 \u03c4\u03b7 \u03bc\u03ad\u03c3\u03b7", "name_en": "to share"}, {"name": "\u03c0\u03c1\u03ce\u03c4\u03bf", "name_en": "first"}]',NULL);
INSERT INTO "categories" VALUES(2,'Σαλάτες','Salads','#4d7c0f',1,'kitchen',1,'[{"name": "\u03c7\u03c9\u03c1\u03af\u03c2 \u03b1\u03bb\u03ac\u03c4\u03b9", "name_en": "no salt"}, {"name": "\u03b3\u03b9\u03b1 \u03c4\u03b7 \u03bc\u03ad\u03c3\u03b7", "name_en": "to share"}, {"name": "\u03c0\u03c1\u03ce\u03c4\u03bf", "name_en": "first"}]',NULL);
INSERT INTO "categories" VALUES(3,'Της ώρας','From the grill','#b45309',2,'kitchen',2,'[{"name": "\u03c7\u03c9\u03c1\u03af\u03c2 \u03b1\u03bb\u03ac\u03c4\u03b9", "name_en": "no salt"}, {"name": "\u03b3\u03b9\u03b1 \u03c4\u03b7 \u03bc\u03ad\u03c3\u03b7", "name_en": "to share"}, {"name": "\u03c0\u03c1\u03ce\u03c4\u03bf", "name_en": "first"}]',NULL);
INSERT INTO "categories" VALUES(4,'Μαγειρευτά','From the oven','#9f1239',3,'kitchen',2,'[{"name": "\u03c7\u03c9\u03c1\u03af\u03c2 \u03b1\u03bb\u03ac\u03c4\u03b9", "name_en": "no salt"}, {"name": "\u03b3\u03b9\u03b1 \u03c4\u03b7 \u03bc\u03ad\u03c3\u03b7", "name_en": "to share"}, {"name": "\u03c0\u03c1\u03ce\u03c4\u03bf", "name_en": "first"}]',NULL);
INSERT INTO "categories" VALUES(5,'Θαλασσινά','From the sea','#0369a1',4,'kitchen',2,'[{"name": "\u03c7\u03c9\u03c1\u03af\u03c2 \u03b1\u03bb\u03ac\u03c4\u03b9", "name_en": "no salt"}, {"name": "\u03b3\u03b9\u03b1 \u03c4\u03b7 \u03bc\u03ad\u03c3\u03b7", "name_en": "to share"}, {"name": "\u03c0\u03c1\u03ce\u03c4\u03bf", "name_en": "first"}]',NULL);
INSERT INTO "categories" VALUES(6,'Γλυκά','Sweets','#a21caf',5,'kitchen',3,'[{"name": "\u03b3\u03b9\u03b1 \u03c4\u03b7 \u03bc\u03ad\u03c3\u03b7", "name_en": "to share"}]',NULL);
INSERT INTO "categories" VALUES(7,'Αναψυκτικά και νερά','Soft drinks and water','#0e7490',6,'bar',NULL,'[]',NULL);
INSERT INTO "categories" VALUES(8,'Μπίρες','Beers','#a16207',7,'bar',NULL,'[]',NULL);
INSERT INTO "categories" VALUES(9,'Κρασιά και αποστάγματα','Wine and spirits','#6b21a8',8,'bar',NULL,'[]',NULL);
INSERT INTO "categories" VALUES(10,'Καφέδες','Coffees','#57534e',9,'bar',NULL,'[{"name": "\u03bc\u03b5 \u03c0\u03ac\u03b3\u03bf", "name_en": "with ice"}, {"name": "\u03c0\u03b1\u03ba\u03ad\u03c4\u03bf", "name_en": "to go"}]',NULL);
INSERT INTO "categories" VALUES(11,'Κουβέρ','Cover charge','#475569',10,NULL,NULL,'[]',NULL);
CREATE TABLE courses (
	number INTEGER NOT NULL, 
	name VARCHAR(40) NOT NULL, 
	name_en VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_courses PRIMARY KEY (number)
);
CREATE TABLE idempotency_keys (
	user_id INTEGER NOT NULL, 
	endpoint VARCHAR(120) NOT NULL, 
	"key" VARCHAR(80) NOT NULL, 
	fingerprint VARCHAR(64) NOT NULL, 
	status INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_idempotency_keys PRIMARY KEY (user_id, endpoint, "key")
);
CREATE TABLE known_devices (
	device VARCHAR(64) NOT NULL, 
	user_id INTEGER NOT NULL, 
	first_at DATETIME NOT NULL, 
	last_at DATETIME NOT NULL, 
	CONSTRAINT pk_known_devices PRIMARY KEY (device, user_id), 
	CONSTRAINT fk_known_devices_user_id_users FOREIGN KEY(user_id) REFERENCES users (id)
);
INSERT INTO "known_devices" VALUES('dba6bb1156dcceac2d9c4c18a60a5f4aaee6df2cb655ad425a5fb01fe4eb16fe',1,'2026-11-26 21:51:59.804798','2026-11-26 21:51:59.804798');
INSERT INTO "known_devices" VALUES('a7a71f3d0b3668d29e25c9e3d1d98efa5aa4e581b06250dc56761cb6f8a246d0',2,'2026-11-26 21:51:59.897383','2026-11-26 21:51:59.897383');
INSERT INTO "known_devices" VALUES('0e7ec4dbe9fdecba52c4cd1cade27f304bafeca3e74cab168a3584a39fb94ede',3,'2026-11-26 21:51:59.990782','2026-11-26 21:51:59.990782');
INSERT INTO "known_devices" VALUES('b38df1d30a42b9c18907e5b5a90112652e6aa37e4f9e9b2bf068ac111cbc1ac9',4,'2026-11-26 21:52:00.112419','2026-11-26 21:52:00.112419');
CREATE TABLE leases (
	name VARCHAR(32) NOT NULL, 
	holder VARCHAR(40) NOT NULL, 
	beat INTEGER NOT NULL, 
	CONSTRAINT pk_leases PRIMARY KEY (name)
);
INSERT INTO "leases" VALUES('outbox','vm/14815/1178287',1);
CREATE TABLE order_items (
	id INTEGER NOT NULL, 
	order_id INTEGER NOT NULL, 
	round_id INTEGER NOT NULL, 
	product_id INTEGER NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	name_en VARCHAR(120) NOT NULL, 
	kitchen_name VARCHAR(120) NOT NULL, 
	quantity_milli INTEGER NOT NULL, 
	unit_price_cents INTEGER NOT NULL, 
	line_total_cents INTEGER NOT NULL, 
	options JSON NOT NULL, 
	choices JSON NOT NULL, 
	removed JSON NOT NULL, 
	note VARCHAR(200) NOT NULL, 
	status VARCHAR(8) NOT NULL, 
	zone_ids JSON NOT NULL, 
	unit VARCHAR(8) NOT NULL, 
	course INTEGER, 
	business_day VARCHAR(10) NOT NULL, 
	local_hour INTEGER NOT NULL, 
	waiter_id INTEGER, 
	section VARCHAR(60) NOT NULL, 
	category_id INTEGER, 
	category_name VARCHAR(60) NOT NULL, 
	vat_rate_bp INTEGER NOT NULL, 
	discount_cents INTEGER NOT NULL, 
	is_comped BOOLEAN NOT NULL, 
	paid_milli INTEGER NOT NULL, 
	paid_cents INTEGER NOT NULL, 
	cut_from INTEGER, 
	CONSTRAINT pk_order_items PRIMARY KEY (id), 
	CONSTRAINT ck_order_items_status CHECK (status IN ('held', 'fired', 'paid', 'void')), 
	CONSTRAINT ck_order_items_discount CHECK (discount_cents BETWEEN 0 AND line_total_cents), 
	CONSTRAINT ck_order_items_paid CHECK (paid_cents BETWEEN 0 AND line_total_cents - discount_cents), 
	CONSTRAINT ck_order_items_paid_quantity CHECK (paid_milli BETWEEN 0 AND quantity_milli), 
	CONSTRAINT ck_order_items_quantity CHECK (quantity_milli > 0), 
	CONSTRAINT fk_order_items_cut_from_order_items FOREIGN KEY(cut_from) REFERENCES order_items (id), 
	CONSTRAINT fk_order_items_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT fk_order_items_product_id_products FOREIGN KEY(product_id) REFERENCES products (id), 
	CONSTRAINT fk_order_items_round_id_rounds FOREIGN KEY(round_id) REFERENCES rounds (id), 
	CONSTRAINT fk_order_items_waiter_id_users FOREIGN KEY(waiter_id) REFERENCES users (id)
);
INSERT INTO "order_items" VALUES(1,1,1,27,'Μουσακάς','Moussaka','Μουσακάς',1000,1080,1080,'[]','[]','[]','','paid','["kitchen"]','piece',2,'2026-11-26',23,1,'Μέσα',4,'Μαγειρευτά',1300,0,0,1000,1080,NULL);
INSERT INTO "order_items" VALUES(2,1,1,51,'Μπίρα λάγκερ 500 ml','Lager 500 ml','Μπίρα λάγκερ 500 ml',2000,480,960,'[]','[]','[]','','fired','["bar"]','piece',NULL,'2026-11-26',23,1,'Μέσα',8,'Μπίρες',1300,0,0,0,0,NULL);
INSERT INTO "order_items" VALUES(3,2,2,27,'Μουσακάς','Moussaka','Μουσακάς',1000,1080,1080,'[]','[]','[]','χωρίς αλάτι','fired','["kitchen"]','piece',2,'2026-11-26',23,1,'Μέσα',4,'Μαγειρευτά',1300,0,0,0,0,NULL);
INSERT INTO "order_items" VALUES(4,3,3,27,'Μουσακάς','Moussaka','Μουσακάς',1000,1080,1080,'[]','[]','[]','καλοψημένο','fired','["kitchen"]','piece',2,'2026-11-26',23,1,'Μέσα',4,'Μαγειρευτά',1300,0,0,0,0,NULL);
CREATE TABLE order_waiters (
	order_id INTEGER NOT NULL, 
	waiter_id INTEGER NOT NULL, 
	CONSTRAINT pk_order_waiters PRIMARY KEY (order_id, waiter_id), 
	CONSTRAINT fk_order_waiters_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT fk_order_waiters_waiter_id_users FOREIGN KEY(waiter_id) REFERENCES users (id)
);
INSERT INTO "order_waiters" VALUES(1,1);
INSERT INTO "order_waiters" VALUES(2,1);
INSERT INTO "order_waiters" VALUES(3,1);
CREATE TABLE orders (
	id INTEGER NOT NULL, 
	table_id INTEGER NOT NULL, 
	opened_by INTEGER NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	covers INTEGER, 
	rev INTEGER NOT NULL, 
	total_cents INTEGER NOT NULL, 
	paid_cents INTEGER NOT NULL, 
	rounds INTEGER NOT NULL, 
	business_day VARCHAR(10) NOT NULL, 
	opened_at DATETIME NOT NULL, 
	closed_at DATETIME, 
	closed_by INTEGER, 
	joined_into INTEGER, 
	CONSTRAINT pk_orders PRIMARY KEY (id), 
	CONSTRAINT ck_orders_status CHECK (status IN ('open', 'partially_paid', 'paid', 'closed', 'cancelled')), 
	CONSTRAINT fk_orders_closed_by_users FOREIGN KEY(closed_by) REFERENCES users (id), 
	CONSTRAINT fk_orders_joined_into_orders FOREIGN KEY(joined_into) REFERENCES orders (id), 
	CONSTRAINT fk_orders_opened_by_users FOREIGN KEY(opened_by) REFERENCES users (id), 
	CONSTRAINT fk_orders_table_id_tables FOREIGN KEY(table_id) REFERENCES tables (id)
);
INSERT INTO "orders" VALUES(1,3,1,'partially_paid',NULL,3,2040,1080,1,'2026-11-26','2026-11-26 21:52:00.332732',NULL,NULL,NULL);
INSERT INTO "orders" VALUES(2,7,1,'open',NULL,2,1080,0,1,'2026-11-26','2026-11-26 21:52:00.459134',NULL,NULL,NULL);
INSERT INTO "orders" VALUES(3,8,1,'open',NULL,2,1080,0,1,'2026-11-26','2026-11-26 21:52:00.473537',NULL,NULL,NULL);
CREATE TABLE payment_items (
	payment_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	quantity_milli INTEGER NOT NULL, 
	amount_cents INTEGER NOT NULL, 
	CONSTRAINT pk_payment_items PRIMARY KEY (payment_id, item_id), 
	CONSTRAINT fk_payment_items_item_id_order_items FOREIGN KEY(item_id) REFERENCES order_items (id), 
	CONSTRAINT fk_payment_items_payment_id_payments FOREIGN KEY(payment_id) REFERENCES payments (id)
);
INSERT INTO "payment_items" VALUES(1,1,1000,1080);
CREATE TABLE payments (
	id INTEGER NOT NULL, 
	order_id INTEGER NOT NULL, 
	tender VARCHAR(8) NOT NULL, 
	amount_cents INTEGER NOT NULL, 
	taken_by INTEGER NOT NULL, 
	taken_at DATETIME NOT NULL, 
	business_day VARCHAR(10) NOT NULL, 
	taken_back_at DATETIME, 
	taken_back_by INTEGER, 
	take_back_reason VARCHAR(200) NOT NULL, 
	taken_back_day VARCHAR(10) NOT NULL, 
	CONSTRAINT pk_payments PRIMARY KEY (id), 
	CONSTRAINT ck_payments_tender CHECK (tender IN ('cash', 'card', 'other')), 
	CONSTRAINT ck_payments_amount CHECK (amount_cents >= 0), 
	CONSTRAINT fk_payments_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT fk_payments_taken_back_by_users FOREIGN KEY(taken_back_by) REFERENCES users (id), 
	CONSTRAINT fk_payments_taken_by_users FOREIGN KEY(taken_by) REFERENCES users (id)
);
INSERT INTO "payments" VALUES(1,1,'cash',1080,1,'2026-11-26 21:52:00.430390','2026-11-26',NULL,NULL,'','');
CREATE TABLE print_jobs (
	position INTEGER NOT NULL, 
	id VARCHAR(26) NOT NULL, 
	order_id INTEGER NOT NULL, 
	round_id INTEGER, 
	zone_id VARCHAR(32) NOT NULL, 
	printer_id VARCHAR(32) NOT NULL, 
	ticket_number INTEGER NOT NULL, 
	business_day VARCHAR(10) NOT NULL, 
	document JSON NOT NULL, 
	item_ids JSON NOT NULL, 
	copy_mark VARCHAR(16) NOT NULL, 
	copy_of VARCHAR(26), 
	state VARCHAR(12) NOT NULL, 
	reason VARCHAR(20) NOT NULL, 
	seq INTEGER NOT NULL, 
	tries INTEGER NOT NULL, 
	copies_possible BOOLEAN NOT NULL, 
	correlation_id VARCHAR(64) NOT NULL, 
	sender_id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	stale_after DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_print_jobs PRIMARY KEY (position), 
	CONSTRAINT fk_print_jobs_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT fk_print_jobs_printer_id_printers FOREIGN KEY(printer_id) REFERENCES printers (id), 
	CONSTRAINT fk_print_jobs_round_id_rounds FOREIGN KEY(round_id) REFERENCES rounds (id), 
	CONSTRAINT fk_print_jobs_sender_id_users FOREIGN KEY(sender_id) REFERENCES users (id), 
	CONSTRAINT fk_print_jobs_zone_id_zones FOREIGN KEY(zone_id) REFERENCES zones (id), 
	CONSTRAINT uq_print_jobs_id UNIQUE (id)
);
INSERT INTO "print_jobs" VALUES(1,'01M8CXG4ACYZQNVF8DY3XDAVMX',1,1,'kitchen','kitchen',1,'2026-11-26','{"zone_name": "\u039a\u03bf\u03c5\u03b6\u03af\u03bd\u03b1", "number": 1, "table_label": "3", "section": "\u039c\u03ad\u03c3\u03b1", "waiter": "\u039c\u03b1\u03c1\u03af\u03b1", "fired_at_local": "2026-11-26T23:52:00", "courses": [{"name": "\u039a\u03c5\u03c1\u03af\u03c9\u03c2", "lines": [{"quantity": "1", "name": "\u039c\u03bf\u03c5\u03c3\u03b1\u03ba\u03ac\u03c2"}]}], "pieces": "1", "also_at": [{"zone_name": "\u039c\u03c0\u03b1\u03c1", "pieces": "2"}], "parts": 2}','[1]','',NULL,'printed','',2,1,0,'01M8CXG4AAV3PXRFQM989FN5Q5',1,'2026-11-26 21:52:00.332732','2026-11-26 22:02:00.332732','2026-11-26 21:52:00.463684');
INSERT INTO "print_jobs" VALUES(2,'01M8CXG4AC30FABYCBQQ0NXX9E',1,1,'bar','bar',1,'2026-11-26','{"zone_name": "\u039c\u03c0\u03b1\u03c1", "number": 1, "table_label": "3", "section": "\u039c\u03ad\u03c3\u03b1", "waiter": "\u039c\u03b1\u03c1\u03af\u03b1", "fired_at_local": "2026-11-26T23:52:00", "courses": [{"lines": [{"quantity": "2", "name": "\u039c\u03c0\u03af\u03c1\u03b1 \u03bb\u03ac\u03b3\u03ba\u03b5\u03c1 500 ml"}]}], "pieces": "2", "also_at": [{"zone_name": "\u039a\u03bf\u03c5\u03b6\u03af\u03bd\u03b1", "pieces": "1"}], "part": 2, "parts": 2}','[2]','',NULL,'printed','',2,1,0,'01M8CXG4AAV3PXRFQM989FN5Q5',1,'2026-11-26 21:52:00.332732','2026-11-26 22:02:00.332732','2026-11-26 21:52:00.466092');
INSERT INTO "print_jobs" VALUES(3,'01M8CXG4EBGK243N71RJTYAGGH',2,2,'kitchen','kitchen',2,'2026-11-26','{"zone_name": "\u039a\u03bf\u03c5\u03b6\u03af\u03bd\u03b1", "number": 2, "previous_number": 1, "table_label": "7", "section": "\u039c\u03ad\u03c3\u03b1", "waiter": "\u039c\u03b1\u03c1\u03af\u03b1", "fired_at_local": "2026-11-26T23:52:00", "courses": [{"name": "\u039a\u03c5\u03c1\u03af\u03c9\u03c2", "lines": [{"quantity": "1", "name": "\u039c\u03bf\u03c5\u03c3\u03b1\u03ba\u03ac\u03c2", "note": "\u03c7\u03c9\u03c1\u03af\u03c2 \u03b1\u03bb\u03ac\u03c4\u03b9"}]}], "pieces": "1"}','[3]','',NULL,'new','',-1,0,0,'01M8CXG4E97RBQHDR7REFR5MVV',1,'2026-11-26 21:52:00.459134','2026-11-26 22:02:00.459134','2026-11-26 21:52:00.459134');
INSERT INTO "print_jobs" VALUES(4,'01M8CXG4ESRTEP410V18598WEV',3,3,'kitchen','kitchen',3,'2026-11-26','{"zone_name": "\u039a\u03bf\u03c5\u03b6\u03af\u03bd\u03b1", "number": 3, "previous_number": 2, "table_label": "8", "section": "\u039c\u03ad\u03c3\u03b1", "waiter": "\u039c\u03b1\u03c1\u03af\u03b1", "fired_at_local": "2026-11-26T23:52:00", "courses": [{"name": "\u039a\u03c5\u03c1\u03af\u03c9\u03c2", "lines": [{"quantity": "1", "name": "\u039c\u03bf\u03c5\u03c3\u03b1\u03ba\u03ac\u03c2", "note": "\u03ba\u03b1\u03bb\u03bf\u03c8\u03b7\u03bc\u03ad\u03bd\u03bf"}]}], "pieces": "1"}','[4]','',NULL,'new','',-1,0,0,'01M8CXG4ER7YQJNZNNNQJR13CK',1,'2026-11-26 21:52:00.473537','2026-11-26 22:02:00.473537','2026-11-26 21:52:00.473537');
CREATE TABLE print_log (
	id INTEGER NOT NULL, 
	job_id VARCHAR(26) NOT NULL, 
	order_id INTEGER NOT NULL, 
	printer_id VARCHAR(32) NOT NULL, 
	attempt INTEGER NOT NULL, 
	printed_at DATETIME NOT NULL, 
	item_ids JSON NOT NULL, 
	success BOOLEAN NOT NULL, 
	error_message VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_print_log PRIMARY KEY (id), 
	CONSTRAINT fk_print_log_job_id_print_jobs FOREIGN KEY(job_id) REFERENCES print_jobs (id), 
	CONSTRAINT fk_print_log_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT uq_print_log_job_id UNIQUE (job_id, attempt, success, error_message)
);
INSERT INTO "print_log" VALUES(1,'01M8CXG4ACYZQNVF8DY3XDAVMX',1,'kitchen',1,'2026-11-26 21:52:00.463684','[1]',1,'');
INSERT INTO "print_log" VALUES(2,'01M8CXG4AC30FABYCBQQ0NXX9E',1,'bar',1,'2026-11-26 21:52:00.466092','[2]',1,'');
CREATE TABLE printers (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	zone_id VARCHAR(32) NOT NULL, 
	ip_address VARCHAR(45) NOT NULL, 
	port INTEGER NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	capabilities JSON NOT NULL, 
	rev INTEGER NOT NULL, 
	deleted_at DATETIME, 
	CONSTRAINT pk_printers PRIMARY KEY (id), 
	CONSTRAINT fk_printers_zone_id_zones FOREIGN KEY(zone_id) REFERENCES zones (id)
);
INSERT INTO "printers" VALUES('kitchen','Κουζίνα','kitchen','127.0.0.1',40389,1,'{}',1,NULL);
INSERT INTO "printers" VALUES('bar','Μπαρ','bar','127.0.0.1',36289,1,'{}',1,NULL);
CREATE TABLE product_ingredients (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	product_id INTEGER NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	name_en VARCHAR(120) NOT NULL, 
	extra_cost_cents INTEGER NOT NULL, 
	sort_order INTEGER NOT NULL, 
	CONSTRAINT fk_product_ingredients_product_id_products FOREIGN KEY(product_id) REFERENCES products (id) ON DELETE CASCADE
);
INSERT INTO "product_ingredients" VALUES(1,1,'σκόρδο','garlic',0,0);
INSERT INTO "product_ingredients" VALUES(2,1,'άνηθος','dill',0,1);
INSERT INTO "product_ingredients" VALUES(3,2,'κρεμμύδι','onion',0,0);
INSERT INTO "product_ingredients" VALUES(4,3,'σκόρδο','garlic',0,0);
INSERT INTO "product_ingredients" VALUES(5,3,'μαϊντανός','parsley',0,1);
INSERT INTO "product_ingredients" VALUES(6,4,'κρεμμύδι','onion',0,0);
INSERT INTO "product_ingredients" VALUES(7,4,'κάπαρη','capers',0,1);
INSERT INTO "product_ingredients" VALUES(8,6,'άνηθος','dill',0,0);
INSERT INTO "product_ingredients" VALUES(9,7,'λεμόνι','lemon',0,0);
INSERT INTO "product_ingredients" VALUES(10,8,'ντομάτα','tomato',0,0);
INSERT INTO "product_ingredients" VALUES(11,8,'πιπεριά','green pepper',0,1);
INSERT INTO "product_ingredients" VALUES(12,8,'μπούκοβο','chilli flakes',0,2);
INSERT INTO "product_ingredients" VALUES(13,9,'άνηθος','dill',0,0);
INSERT INTO "product_ingredients" VALUES(14,9,'λεμόνι','lemon',0,1);
INSERT INTO "product_ingredients" VALUES(15,11,'ρίγανη','oregano',0,0);
INSERT INTO "product_ingredients" VALUES(16,11,'κάπαρη','capers',0,1);
INSERT INTO "product_ingredients" VALUES(17,12,'ρίγανη','oregano',0,0);
INSERT INTO "product_ingredients" VALUES(18,13,'κρεμμύδι','onion',0,0);
INSERT INTO "product_ingredients" VALUES(19,13,'πιπεριά','green pepper',0,1);
INSERT INTO "product_ingredients" VALUES(20,13,'αγγούρι','cucumber',0,2);
INSERT INTO "product_ingredients" VALUES(21,13,'ελιές','olives',0,3);
INSERT INTO "product_ingredients" VALUES(22,13,'κάπαρη','capers',0,4);
INSERT INTO "product_ingredients" VALUES(23,14,'ελιές','olives',0,0);
INSERT INTO "product_ingredients" VALUES(24,14,'ρίγανη','oregano',0,1);
INSERT INTO "product_ingredients" VALUES(25,14,'κάπαρη','capers',0,2);
INSERT INTO "product_ingredients" VALUES(26,15,'άνηθος','dill',0,0);
INSERT INTO "product_ingredients" VALUES(27,15,'κρεμμύδι','onion',0,1);
INSERT INTO "product_ingredients" VALUES(28,16,'λεμόνι','lemon',0,0);
INSERT INTO "product_ingredients" VALUES(29,17,'σκόρδο','garlic',0,0);
INSERT INTO "product_ingredients" VALUES(30,18,'ρίγανη','oregano',0,0);
INSERT INTO "product_ingredients" VALUES(31,18,'πατάτες','fries',0,1);
INSERT INTO "product_ingredients" VALUES(32,19,'πατάτες','fries',0,0);
INSERT INTO "product_ingredients" VALUES(33,20,'ρίγανη','oregano',0,0);
INSERT INTO "product_ingredients" VALUES(34,20,'λεμόνι','lemon',0,1);
INSERT INTO "product_ingredients" VALUES(35,20,'πατάτες','fries',0,2);
INSERT INTO "product_ingredients" VALUES(36,21,'κρεμμύδι','onion',0,0);
INSERT INTO "product_ingredients" VALUES(37,21,'μαϊντανός','parsley',0,1);
INSERT INTO "product_ingredients" VALUES(38,21,'πατάτες','fries',0,2);
INSERT INTO "product_ingredients" VALUES(39,22,'ντομάτα','tomato',0,0);
INSERT INTO "product_ingredients" VALUES(40,22,'μπούκοβο','chilli flakes',0,1);
INSERT INTO "product_ingredients" VALUES(41,22,'κρεμμύδι','onion',0,2);
INSERT INTO "product_ingredients" VALUES(42,23,'κρεμμύδι','onion',0,0);
INSERT INTO "product_ingredients" VALUES(43,23,'ντομάτα','tomato',0,1);
INSERT INTO "product_ingredients" VALUES(44,23,'τζατζίκι','tzatziki',0,2);
INSERT INTO "product_ingredients" VALUES(45,23,'πατάτες','fries',0,3);
INSERT INTO "product_ingredients" VALUES(46,24,'κρεμμύδι','onion',0,0);
INSERT INTO "product_ingredients" VALUES(47,24,'ντομάτα','tomato',0,1);
INSERT INTO "product_ingredients" VALUES(48,24,'τζατζίκι','tzatziki',0,2);
INSERT INTO "product_ingredients" VALUES(49,24,'πατάτες','fries',0,3);
INSERT INTO "product_ingredients" VALUES(50,25,'λεμόνι','lemon',0,0);
INSERT INTO "product_ingredients" VALUES(51,26,'τζατζίκι','tzatziki',0,0);
INSERT INTO "product_ingredients" VALUES(52,26,'πατάτες','fries',0,1);
INSERT INTO "product_ingredients" VALUES(53,30,'σκόρδο','garlic',0,0);
INSERT INTO "product_ingredients" VALUES(54,31,'κανέλα','cinnamon',0,0);
INSERT INTO "product_ingredients" VALUES(55,34,'λεμόνι','lemon',0,0);
INSERT INTO "product_ingredients" VALUES(56,35,'λεμόνι','lemon',0,0);
INSERT INTO "product_ingredients" VALUES(57,36,'σκόρδο','garlic',0,0);
INSERT INTO "product_ingredients" VALUES(58,36,'μπούκοβο','chilli flakes',0,1);
INSERT INTO "product_ingredients" VALUES(59,39,'μέλι','honey',0,0);
INSERT INTO "product_ingredients" VALUES(60,39,'κανέλα','cinnamon',0,1);
INSERT INTO "product_ingredients" VALUES(61,45,'πάγος','ice',0,0);
INSERT INTO "product_ingredients" VALUES(62,45,'λεμόνι','lemon',0,1);
INSERT INTO "product_ingredients" VALUES(63,46,'πάγος','ice',0,0);
INSERT INTO "product_ingredients" VALUES(64,46,'λεμόνι','lemon',0,1);
INSERT INTO "product_ingredients" VALUES(65,47,'πάγος','ice',0,0);
INSERT INTO "product_ingredients" VALUES(66,48,'πάγος','ice',0,0);
INSERT INTO "product_ingredients" VALUES(67,49,'πάγος','ice',0,0);
INSERT INTO "product_ingredients" VALUES(68,59,'πάγος','ice',0,0);
INSERT INTO "product_ingredients" VALUES(69,60,'πάγος','ice',0,0);
INSERT INTO "product_ingredients" VALUES(70,64,'κανέλα','cinnamon',0,0);
CREATE TABLE product_options (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	product_id INTEGER NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	name_en VARCHAR(120) NOT NULL, 
	extra_cost_cents INTEGER NOT NULL, 
	sort_order INTEGER NOT NULL, 
	CONSTRAINT fk_product_options_product_id_products FOREIGN KEY(product_id) REFERENCES products (id) ON DELETE CASCADE
);
INSERT INTO "product_options" VALUES(1,1,'έξτρα πίτα','extra pita',60,0);
INSERT INTO "product_options" VALUES(2,2,'έξτρα πίτα','extra pita',60,0);
INSERT INTO "product_options" VALUES(3,10,'έξτρα φέτα','extra feta',150,0);
INSERT INTO "product_options" VALUES(4,12,'έξτρα φέτα','extra feta',150,0);
INSERT INTO "product_options" VALUES(5,12,'με αυγό','with an egg',100,1);
INSERT INTO "product_options" VALUES(6,12,'τυρί τριμμένο','grated cheese',70,2);
INSERT INTO "product_options" VALUES(7,13,'έξτρα φέτα','extra feta',150,0);
INSERT INTO "product_options" VALUES(8,13,'παξιμάδι','barley rusk',80,1);
INSERT INTO "product_options" VALUES(9,13,'κοτόπουλο σχάρας','grilled chicken',350,2);
INSERT INTO "product_options" VALUES(10,14,'έξτρα φέτα','extra feta',150,0);
INSERT INTO "product_options" VALUES(11,15,'κοτόπουλο σχάρας','grilled chicken',350,0);
INSERT INTO "product_options" VALUES(12,18,'ρύζι δίπλα','rice on the side',150,0);
INSERT INTO "product_options" VALUES(13,19,'ρύζι δίπλα','rice on the side',150,0);
INSERT INTO "product_options" VALUES(14,21,'τυρί τριμμένο','grated cheese',70,0);
INSERT INTO "product_options" VALUES(15,22,'έξτρα πίτα','extra pita',60,0);
INSERT INTO "product_options" VALUES(16,23,'έξτρα πίτα','extra pita',60,0);
INSERT INTO "product_options" VALUES(17,23,'πατάτες δίπλα','fries on the side',200,1);
INSERT INTO "product_options" VALUES(18,24,'έξτρα πίτα','extra pita',60,0);
INSERT INTO "product_options" VALUES(19,24,'πατάτες δίπλα','fries on the side',200,1);
INSERT INTO "product_options" VALUES(20,26,'έξτρα πίτα','extra pita',60,0);
INSERT INTO "product_options" VALUES(21,28,'τυρί τριμμένο','grated cheese',70,0);
INSERT INTO "product_options" VALUES(22,29,'έξτρα φέτα','extra feta',150,0);
INSERT INTO "product_options" VALUES(23,31,'τυρί τριμμένο','grated cheese',70,0);
INSERT INTO "product_options" VALUES(24,33,'τυρί τριμμένο','grated cheese',70,0);
INSERT INTO "product_options" VALUES(25,36,'έξτρα φέτα','extra feta',150,0);
INSERT INTO "product_options" VALUES(26,40,'μπάλα παγωτό','scoop of ice cream',200,0);
INSERT INTO "product_options" VALUES(27,41,'μπάλα παγωτό','scoop of ice cream',200,0);
INSERT INTO "product_options" VALUES(28,62,'διπλή δόση','double shot',80,0);
INSERT INTO "product_options" VALUES(29,63,'διπλή δόση','double shot',80,0);
INSERT INTO "product_options" VALUES(30,64,'διπλή δόση','double shot',80,0);
INSERT INTO "product_options" VALUES(31,64,'γάλα βρώμης','oat milk',60,1);
INSERT INTO "product_options" VALUES(32,65,'γάλα βρώμης','oat milk',60,0);
CREATE TABLE product_preference_choices (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	preference_set_id INTEGER NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	name_en VARCHAR(120) NOT NULL, 
	price_delta_cents INTEGER NOT NULL, 
	is_default BOOLEAN NOT NULL, 
	sort_order INTEGER NOT NULL, 
	CONSTRAINT fk_product_preference_choices_preference_set_id_product_preference_sets FOREIGN KEY(preference_set_id) REFERENCES product_preference_sets (id) ON DELETE CASCADE
);
INSERT INTO "product_preference_choices" VALUES(1,1,'μισή','half',-200,0,0);
INSERT INTO "product_preference_choices" VALUES(2,1,'ολόκληρη','whole',0,1,1);
INSERT INTO "product_preference_choices" VALUES(3,2,'μισή','half',-200,0,0);
INSERT INTO "product_preference_choices" VALUES(4,2,'ολόκληρη','whole',0,1,1);
INSERT INTO "product_preference_choices" VALUES(5,3,'σενιάν','rare',0,0,0);
INSERT INTO "product_preference_choices" VALUES(6,3,'μέτριο','medium',0,0,1);
INSERT INTO "product_preference_choices" VALUES(7,3,'καλοψημένο','well done',0,0,2);
INSERT INTO "product_preference_choices" VALUES(8,4,'σενιάν','rare',0,0,0);
INSERT INTO "product_preference_choices" VALUES(9,4,'μέτριο','medium',0,0,1);
INSERT INTO "product_preference_choices" VALUES(10,4,'καλοψημένο','well done',0,0,2);
INSERT INTO "product_preference_choices" VALUES(11,5,'σενιάν','rare',0,0,0);
INSERT INTO "product_preference_choices" VALUES(12,5,'μέτριο','medium',0,0,1);
INSERT INTO "product_preference_choices" VALUES(13,5,'καλοψημένο','well done',0,0,2);
INSERT INTO "product_preference_choices" VALUES(14,6,'μισή','half',-200,0,0);
INSERT INTO "product_preference_choices" VALUES(15,6,'ολόκληρη','whole',0,1,1);
INSERT INTO "product_preference_choices" VALUES(16,7,'μισή','half',-200,0,0);
INSERT INTO "product_preference_choices" VALUES(17,7,'ολόκληρη','whole',0,1,1);
INSERT INTO "product_preference_choices" VALUES(18,8,'χόρτα','boiled greens',0,1,0);
INSERT INTO "product_preference_choices" VALUES(19,8,'πατάτες','fries',0,0,1);
INSERT INTO "product_preference_choices" VALUES(20,8,'ρύζι','rice',0,0,2);
INSERT INTO "product_preference_choices" VALUES(21,9,'χόρτα','boiled greens',0,1,0);
INSERT INTO "product_preference_choices" VALUES(22,9,'πατάτες','fries',0,0,1);
INSERT INTO "product_preference_choices" VALUES(23,9,'ρύζι','rice',0,0,2);
INSERT INTO "product_preference_choices" VALUES(24,10,'μικρή','small',-100,0,0);
INSERT INTO "product_preference_choices" VALUES(25,10,'μεγάλη','large',0,1,1);
INSERT INTO "product_preference_choices" VALUES(26,11,'τέταρτο','quarter litre',-220,0,0);
INSERT INTO "product_preference_choices" VALUES(27,11,'μισό κιλό','half litre',0,1,1);
INSERT INTO "product_preference_choices" VALUES(28,11,'κιλό','litre',400,0,2);
INSERT INTO "product_preference_choices" VALUES(29,12,'τέταρτο','quarter litre',-220,0,0);
INSERT INTO "product_preference_choices" VALUES(30,12,'μισό κιλό','half litre',0,1,1);
INSERT INTO "product_preference_choices" VALUES(31,12,'κιλό','litre',400,0,2);
INSERT INTO "product_preference_choices" VALUES(32,13,'τέταρτο','quarter litre',-220,0,0);
INSERT INTO "product_preference_choices" VALUES(33,13,'μισό κιλό','half litre',0,1,1);
INSERT INTO "product_preference_choices" VALUES(34,13,'κιλό','litre',400,0,2);
INSERT INTO "product_preference_choices" VALUES(35,14,'με','with',0,1,0);
INSERT INTO "product_preference_choices" VALUES(36,14,'χωρίς','without',0,0,1);
INSERT INTO "product_preference_choices" VALUES(37,15,'σκέτος','none',0,0,0);
INSERT INTO "product_preference_choices" VALUES(38,15,'μέτριος','medium',0,0,1);
INSERT INTO "product_preference_choices" VALUES(39,15,'γλυκός','sweet',0,0,2);
INSERT INTO "product_preference_choices" VALUES(40,16,'σκέτος','none',0,0,0);
INSERT INTO "product_preference_choices" VALUES(41,16,'μέτριος','medium',0,0,1);
INSERT INTO "product_preference_choices" VALUES(42,16,'γλυκός','sweet',0,0,2);
INSERT INTO "product_preference_choices" VALUES(43,17,'σκέτος','none',0,0,0);
INSERT INTO "product_preference_choices" VALUES(44,17,'μέτριος','medium',0,0,1);
INSERT INTO "product_preference_choices" VALUES(45,17,'γλυκός','sweet',0,0,2);
INSERT INTO "product_preference_choices" VALUES(46,18,'σκέτος','none',0,0,0);
INSERT INTO "product_preference_choices" VALUES(47,18,'μέτριος','medium',0,0,1);
INSERT INTO "product_preference_choices" VALUES(48,18,'γλυκός','sweet',0,0,2);
CREATE TABLE product_preference_sets (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	product_id INTEGER NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	name_en VARCHAR(120) NOT NULL, 
	min_choices INTEGER NOT NULL, 
	max_choices INTEGER NOT NULL, 
	sort_order INTEGER NOT NULL, 
	CONSTRAINT ck_product_preference_sets_choices CHECK (min_choices >= 0 AND max_choices >= 1 AND min_choices <= max_choices), 
	CONSTRAINT fk_product_preference_sets_product_id_products FOREIGN KEY(product_id) REFERENCES products (id) ON DELETE CASCADE
);
INSERT INTO "product_preference_sets" VALUES(1,5,'μερίδα','portion',0,1,0);
INSERT INTO "product_preference_sets" VALUES(2,13,'μερίδα','portion',0,1,0);
INSERT INTO "product_preference_sets" VALUES(3,18,'ψήσιμο','cooked',1,1,0);
INSERT INTO "product_preference_sets" VALUES(4,19,'ψήσιμο','cooked',1,1,0);
INSERT INTO "product_preference_sets" VALUES(5,20,'ψήσιμο','cooked',1,1,0);
INSERT INTO "product_preference_sets" VALUES(6,29,'μερίδα','portion',0,1,0);
INSERT INTO "product_preference_sets" VALUES(7,33,'μερίδα','portion',0,1,0);
INSERT INTO "product_preference_sets" VALUES(8,37,'συνοδευτικό','side',0,1,0);
INSERT INTO "product_preference_sets" VALUES(9,38,'συνοδευτικό','side',0,1,0);
INSERT INTO "product_preference_sets" VALUES(10,50,'μέγεθος','size',0,1,0);
INSERT INTO "product_preference_sets" VALUES(11,54,'μέγεθος','size',0,1,0);
INSERT INTO "product_preference_sets" VALUES(12,55,'μέγεθος','size',0,1,0);
INSERT INTO "product_preference_sets" VALUES(13,56,'μέγεθος','size',0,1,0);
INSERT INTO "product_preference_sets" VALUES(14,60,'γλυκάνισος','anise',0,1,0);
INSERT INTO "product_preference_sets" VALUES(15,62,'ζάχαρη','sugar',1,1,0);
INSERT INTO "product_preference_sets" VALUES(16,63,'ζάχαρη','sugar',1,1,0);
INSERT INTO "product_preference_sets" VALUES(17,64,'ζάχαρη','sugar',1,1,0);
INSERT INTO "product_preference_sets" VALUES(18,65,'ζάχαρη','sugar',1,1,0);
CREATE TABLE product_zones (
	product_id INTEGER NOT NULL, 
	zone_id VARCHAR(32) NOT NULL, 
	sort_order INTEGER NOT NULL, 
	CONSTRAINT pk_product_zones PRIMARY KEY (product_id, zone_id), 
	CONSTRAINT fk_product_zones_product_id_products FOREIGN KEY(product_id) REFERENCES products (id) ON DELETE CASCADE, 
	CONSTRAINT fk_product_zones_zone_id_zones FOREIGN KEY(zone_id) REFERENCES zones (id)
);
CREATE TABLE products (
	id INTEGER NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	name_en VARCHAR(120) NOT NULL, 
	kitchen_name VARCHAR(120) NOT NULL, 
	category_id INTEGER NOT NULL, 
	base_price_cents INTEGER NOT NULL, 
	is_available BOOLEAN NOT NULL, 
	prints_nowhere BOOLEAN NOT NULL, 
	image_url VARCHAR(200), 
	unit VARCHAR(8) NOT NULL, 
	vat_rate_bp INTEGER NOT NULL, 
	course INTEGER, 
	out_on VARCHAR(10) NOT NULL, 
	sort_order INTEGER NOT NULL, 
	deleted_at DATETIME, 
	CONSTRAINT pk_products PRIMARY KEY (id), 
	CONSTRAINT ck_products_price CHECK (base_price_cents >= 0), 
	CONSTRAINT ck_products_vat_rate CHECK (vat_rate_bp BETWEEN 0 AND 10000), 
	CONSTRAINT fk_products_category_id_categories FOREIGN KEY(category_id) REFERENCES categories (id)
);
INSERT INTO "products" VALUES(1,'Τζατζίκι','Tzatziki','',1,450,1,0,NULL,'piece',1300,NULL,'',0,NULL);
INSERT INTO "products" VALUES(2,'Ταραμοσαλάτα','Taramosalata','',1,480,1,0,NULL,'piece',1300,NULL,'',1,NULL);
INSERT INTO "products" VALUES(3,'Μελιτζανοσαλάτα','Aubergine dip','',1,480,1,0,NULL,'piece',1300,NULL,'',2,NULL);
INSERT INTO "products" VALUES(4,'Φάβα Σαντορίνης','Santorini fava','',1,620,1,0,NULL,'piece',1300,NULL,'',3,NULL);
INSERT INTO "products" VALUES(5,'Κολοκυθάκια τηγανητά','Fried courgettes','',1,600,1,0,NULL,'piece',1300,NULL,'',4,NULL);
INSERT INTO "products" VALUES(6,'Κολοκυθοκεφτέδες','Courgette fritters','',1,680,1,0,NULL,'piece',1300,NULL,'',5,NULL);
INSERT INTO "products" VALUES(7,'Σαγανάκι','Fried cheese','',1,650,1,0,NULL,'piece',1300,NULL,'',6,NULL);
INSERT INTO "products" VALUES(8,'Φέτα ψητή','Baked feta','',1,680,1,0,NULL,'piece',1300,NULL,'',7,NULL);
INSERT INTO "products" VALUES(9,'Ντολμαδάκια','Stuffed vine leaves','',1,650,1,0,NULL,'piece',1300,NULL,'',8,NULL);
INSERT INTO "products" VALUES(10,'Γίγαντες φούρνου','Baked giant beans','',1,650,1,0,NULL,'piece',1300,NULL,'',9,NULL);
INSERT INTO "products" VALUES(11,'Χταπόδι σχάρας','Grilled octopus','',1,1450,1,0,NULL,'piece',1300,NULL,'',10,NULL);
INSERT INTO "products" VALUES(12,'Πατάτες τηγανητές','Fries','',1,450,1,0,NULL,'piece',1300,NULL,'',11,NULL);
INSERT INTO "products" VALUES(13,'Χωριάτικη','Greek salad','',2,850,1,0,NULL,'piece',1300,NULL,'',0,NULL);
INSERT INTO "products" VALUES(14,'Ντάκος','Cretan rusk salad','',2,750,1,0,NULL,'piece',1300,NULL,'',1,NULL);
INSERT INTO "products" VALUES(15,'Μαρουλοσαλάτα','Lettuce salad','',2,600,1,0,NULL,'piece',1300,NULL,'',2,NULL);
INSERT INTO "products" VALUES(16,'Χόρτα εποχής','Boiled greens','',2,600,1,0,NULL,'piece',1300,NULL,'',3,NULL);
INSERT INTO "products" VALUES(17,'Παντζάρια','Beetroot','',2,620,1,0,NULL,'piece',1300,NULL,'',4,NULL);
INSERT INTO "products" VALUES(18,'Μπριζόλα χοιρινή','Pork chop','ΜΠΡΙΖΟΛΑ ΧΟΙΡ',3,1150,1,0,NULL,'piece',1300,NULL,'',0,NULL);
INSERT INTO "products" VALUES(19,'Μπριζόλα μοσχαρίσια','Beef steak','ΜΠΡΙΖΟΛΑ ΜΟΣΧ',3,1950,1,0,NULL,'piece',1300,NULL,'',1,NULL);
INSERT INTO "products" VALUES(20,'Παϊδάκια','Lamb chops','',3,1650,1,0,NULL,'piece',1300,NULL,'',2,NULL);
INSERT INTO "products" VALUES(21,'Μπιφτέκια','Beef patties','',3,1050,1,0,NULL,'piece',1300,NULL,'',3,NULL);
INSERT INTO "products" VALUES(22,'Κεμπάπ Πολίτικο','Kebab with tomato and yoghurt','',3,1180,1,0,NULL,'piece',1300,NULL,'',4,NULL);
INSERT INTO "products" VALUES(23,'Σουβλάκι χοιρινό','Pork skewers','',3,980,1,0,NULL,'piece',1300,NULL,'',5,NULL);
INSERT INTO "products" VALUES(24,'Σουβλάκι κοτόπουλο','Chicken skewers','',3,980,1,0,NULL,'piece',1300,NULL,'',6,NULL);
INSERT INTO "products" VALUES(25,'Λουκάνικο χωριάτικο','Country sausage','',3,820,1,0,NULL,'piece',1300,NULL,'',7,NULL);
INSERT INTO "products" VALUES(26,'Ποικιλία για δύο','Mixed grill for two','',3,3200,1,0,NULL,'piece',1300,NULL,'',8,NULL);
INSERT INTO "products" VALUES(27,'Μουσακάς','Moussaka','',4,1080,1,0,NULL,'piece',1300,NULL,'',0,NULL);
INSERT INTO "products" VALUES(28,'Παστίτσιο','Pastitsio','',4,980,1,0,NULL,'piece',1300,NULL,'',1,NULL);
INSERT INTO "products" VALUES(29,'Γεμιστά','Stuffed tomatoes and peppers','',4,920,1,0,NULL,'piece',1300,NULL,'',2,NULL);
INSERT INTO "products" VALUES(30,'Αρνί κλέφτικο','Lamb kleftiko','',4,1580,1,0,NULL,'piece',1300,NULL,'',3,NULL);
INSERT INTO "products" VALUES(31,'Κοκκινιστό με χυλοπίτες','Beef in tomato with egg noodles','',4,1320,1,0,NULL,'piece',1300,NULL,'',4,NULL);
INSERT INTO "products" VALUES(32,'Κόκορας κρασάτος','Rooster in wine','',4,1350,0,0,NULL,'piece',1300,NULL,'',5,NULL);
INSERT INTO "products" VALUES(33,'Μακαρόνια με κιμά','Spaghetti with minced beef','',4,880,1,0,NULL,'piece',1300,NULL,'',6,NULL);
INSERT INTO "products" VALUES(34,'Καλαμαράκια τηγανητά','Fried squid','',5,1180,1,0,NULL,'piece',1300,NULL,'',0,NULL);
INSERT INTO "products" VALUES(35,'Γαύρος τηγανητός','Fried anchovies','',5,850,1,0,NULL,'piece',1300,NULL,'',1,NULL);
INSERT INTO "products" VALUES(36,'Γαρίδες σαγανάκι','Prawns with tomato and feta','',5,1480,1,0,NULL,'piece',1300,NULL,'',2,NULL);
INSERT INTO "products" VALUES(37,'Τσιπούρα σχάρας','Grilled sea bream','',5,1650,1,0,NULL,'piece',1300,NULL,'',3,NULL);
INSERT INTO "products" VALUES(38,'Λαβράκι σχάρας','Grilled sea bass','',5,1750,1,0,NULL,'piece',1300,NULL,'',4,NULL);
INSERT INTO "products" VALUES(39,'Γιαούρτι με μέλι','Yoghurt with honey','',6,520,1,0,NULL,'piece',1300,NULL,'',0,NULL);
INSERT INTO "products" VALUES(40,'Γαλακτομπούρεκο','Custard pie','',6,550,1,0,NULL,'piece',1300,NULL,'',1,NULL);
INSERT INTO "products" VALUES(41,'Πορτοκαλόπιτα','Orange pie','',6,550,1,0,NULL,'piece',1300,NULL,'',2,NULL);
INSERT INTO "products" VALUES(42,'Καρπούζι','Watermelon','',6,450,1,0,NULL,'piece',1300,NULL,'',3,NULL);
INSERT INTO "products" VALUES(43,'Νερό 1 λίτρο','Water 1 litre','',7,150,1,0,NULL,'piece',1300,NULL,'',0,NULL);
INSERT INTO "products" VALUES(44,'Ανθρακούχο νερό','Sparkling water','',7,280,1,0,NULL,'piece',1300,NULL,'',1,NULL);
INSERT INTO "products" VALUES(45,'Κόλα','Cola','',7,280,1,0,NULL,'piece',1300,NULL,'',2,NULL);
INSERT INTO "products" VALUES(46,'Κόλα ζίρο','Cola zero','',7,280,1,0,NULL,'piece',1300,NULL,'',3,NULL);
INSERT INTO "products" VALUES(47,'Πορτοκαλάδα','Orangeade','',7,280,1,0,NULL,'piece',1300,NULL,'',4,NULL);
INSERT INTO "products" VALUES(48,'Λεμονάδα','Lemonade','',7,280,1,0,NULL,'piece',1300,NULL,'',5,NULL);
INSERT INTO "products" VALUES(49,'Φυσικός χυμός πορτοκάλι','Fresh orange juice','',7,450,1,0,NULL,'piece',1300,NULL,'',6,NULL);
INSERT INTO "products" VALUES(50,'Μπίρα βαρελίσια','Draught beer','',8,500,1,0,NULL,'piece',1300,NULL,'',0,NULL);
INSERT INTO "products" VALUES(51,'Μπίρα λάγκερ 500 ml','Lager 500 ml','',8,480,1,0,NULL,'piece',1300,NULL,'',1,NULL);
INSERT INTO "products" VALUES(52,'Μπίρα μαύρη 330 ml','Dark beer 330 ml','',8,520,1,0,NULL,'piece',1300,NULL,'',2,NULL);
INSERT INTO "products" VALUES(53,'Μπίρα χωρίς αλκοόλ','Alcohol-free beer','',8,450,1,0,NULL,'piece',1300,NULL,'',3,NULL);
INSERT INTO "products" VALUES(54,'Κρασί λευκό χύμα','House white wine','',9,550,1,0,NULL,'piece',1300,NULL,'',0,NULL);
INSERT INTO "products" VALUES(55,'Κρασί κόκκινο χύμα','House red wine','',9,550,1,0,NULL,'piece',1300,NULL,'',1,NULL);
INSERT INTO "products" VALUES(56,'Κρασί ροζέ χύμα','House rosé wine','',9,550,1,0,NULL,'piece',1300,NULL,'',2,NULL);
INSERT INTO "products" VALUES(57,'Ρετσίνα 500 ml','Retsina 500 ml','',9,620,1,0,NULL,'piece',1300,NULL,'',3,NULL);
INSERT INTO "products" VALUES(58,'Ασύρτικο φιάλη','Assyrtiko, bottle','',9,3200,1,0,NULL,'piece',1300,NULL,'',4,NULL);
INSERT INTO "products" VALUES(59,'Ούζο καραφάκι','Ouzo, 200 ml','',9,900,1,0,NULL,'piece',1300,NULL,'',5,NULL);
INSERT INTO "products" VALUES(60,'Τσίπουρο καραφάκι','Tsipouro, 200 ml','',9,950,1,0,NULL,'piece',1300,NULL,'',6,NULL);
INSERT INTO "products" VALUES(61,'Ρακόμελο','Warm raki with honey','',9,450,1,0,NULL,'piece',1300,NULL,'',7,NULL);
INSERT INTO "products" VALUES(62,'Ελληνικός καφές','Greek coffee','',10,220,1,0,NULL,'piece',1300,NULL,'',0,NULL);
INSERT INTO "products" VALUES(63,'Φρέντο εσπρέσο','Iced espresso','',10,330,1,0,NULL,'piece',1300,NULL,'',1,NULL);
INSERT INTO "products" VALUES(64,'Φρέντο καπουτσίνο','Iced cappuccino','',10,360,1,0,NULL,'piece',1300,NULL,'',2,NULL);
INSERT INTO "products" VALUES(65,'Φραπέ','Frappé','',10,300,1,0,NULL,'piece',1300,NULL,'',3,NULL);
INSERT INTO "products" VALUES(66,'Κουβέρ και ψωμί','Cover charge and bread','',11,100,1,1,NULL,'piece',1300,NULL,'',0,NULL);
CREATE TABLE revisions (
	name VARCHAR(16) NOT NULL, 
	rev INTEGER NOT NULL, 
	CONSTRAINT pk_revisions PRIMARY KEY (name)
);
INSERT INTO "revisions" VALUES('menu',1);
INSERT INTO "revisions" VALUES('license-serial',1);
INSERT INTO "revisions" VALUES('license-minute',3631551);
CREATE TABLE rounds (
	id INTEGER NOT NULL, 
	order_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	fired_by INTEGER NOT NULL, 
	fired_at DATETIME NOT NULL, 
	correlation_id VARCHAR(64) NOT NULL, 
	CONSTRAINT pk_rounds PRIMARY KEY (id), 
	CONSTRAINT fk_rounds_fired_by_users FOREIGN KEY(fired_by) REFERENCES users (id), 
	CONSTRAINT fk_rounds_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT uq_rounds_order_id UNIQUE (order_id, number)
);
INSERT INTO "rounds" VALUES(1,1,1,1,'2026-11-26 21:52:00.332732','01M8CXG4AAV3PXRFQM989FN5Q5');
INSERT INTO "rounds" VALUES(2,2,1,1,'2026-11-26 21:52:00.459134','01M8CXG4E97RBQHDR7REFR5MVV');
INSERT INTO "rounds" VALUES(3,3,1,1,'2026-11-26 21:52:00.473537','01M8CXG4ER7YQJNZNNNQJR13CK');
CREATE TABLE sales_totals (
	dimension VARCHAR(10) NOT NULL, 
	period VARCHAR(10) NOT NULL, 
	"key" VARCHAR(120) NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	count INTEGER NOT NULL, 
	quantity_milli BIGINT NOT NULL, 
	gross_cents BIGINT NOT NULL, 
	void_cents BIGINT NOT NULL, 
	comp_cents BIGINT NOT NULL, 
	discount_cents BIGINT NOT NULL, 
	net_cents BIGINT NOT NULL, 
	vat_cents BIGINT NOT NULL, 
	CONSTRAINT pk_sales_totals PRIMARY KEY (dimension, period, "key")
);
CREATE TABLE sign_in_failures (
	subject VARCHAR(80) NOT NULL, 
	failures INTEGER NOT NULL, 
	last_at DATETIME NOT NULL, 
	CONSTRAINT pk_sign_in_failures PRIMARY KEY (subject)
);
CREATE TABLE table_groups (
	id INTEGER NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	name_en VARCHAR(60) NOT NULL, 
	sort_order INTEGER NOT NULL, 
	CONSTRAINT pk_table_groups PRIMARY KEY (id)
);
INSERT INTO "table_groups" VALUES(1,'Μέσα','Inside',0);
INSERT INTO "table_groups" VALUES(2,'Αυλή','Yard',1);
CREATE TABLE tables (
	id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	label VARCHAR(20) NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	group_id INTEGER, 
	CONSTRAINT pk_tables PRIMARY KEY (id), 
	CONSTRAINT fk_tables_group_id_table_groups FOREIGN KEY(group_id) REFERENCES table_groups (id), 
	CONSTRAINT uq_tables_number UNIQUE (number)
);
INSERT INTO "tables" VALUES(1,1,'1',1,1);
INSERT INTO "tables" VALUES(2,2,'2',1,1);
INSERT INTO "tables" VALUES(3,3,'3',1,1);
INSERT INTO "tables" VALUES(4,4,'4',1,1);
INSERT INTO "tables" VALUES(5,5,'5',1,1);
INSERT INTO "tables" VALUES(6,6,'6',1,1);
INSERT INTO "tables" VALUES(7,7,'7',1,1);
INSERT INTO "tables" VALUES(8,8,'8',1,1);
INSERT INTO "tables" VALUES(9,9,'9',1,1);
INSERT INTO "tables" VALUES(10,10,'10',1,1);
INSERT INTO "tables" VALUES(11,11,'11',1,1);
INSERT INTO "tables" VALUES(12,12,'12',1,1);
INSERT INTO "tables" VALUES(13,13,'13',1,2);
INSERT INTO "tables" VALUES(14,14,'14',1,2);
INSERT INTO "tables" VALUES(15,15,'15',1,2);
INSERT INTO "tables" VALUES(16,16,'16',1,2);
INSERT INTO "tables" VALUES(17,17,'17',1,2);
INSERT INTO "tables" VALUES(18,18,'18',1,2);
INSERT INTO "tables" VALUES(19,19,'19',1,2);
INSERT INTO "tables" VALUES(20,20,'20',1,2);
CREATE TABLE ticket_counters (
	printer_id VARCHAR(32) NOT NULL, 
	business_day VARCHAR(10) NOT NULL, 
	last_number INTEGER NOT NULL, 
	CONSTRAINT pk_ticket_counters PRIMARY KEY (printer_id, business_day)
);
INSERT INTO "ticket_counters" VALUES('bar','2026-11-26',1);
INSERT INTO "ticket_counters" VALUES('kitchen','2026-11-26',3);
CREATE TABLE users (
	id INTEGER NOT NULL, 
	username VARCHAR(40) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	pin_hash VARCHAR(100) NOT NULL, 
	role VARCHAR(12) NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	token_version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_users PRIMARY KEY (id), 
	CONSTRAINT ck_users_role CHECK (role IN ('waiter', 'manager', 'sysadmin')), 
	CONSTRAINT uq_users_username UNIQUE (username)
);
INSERT INTO "users" VALUES(1,'maria','Μαρία','$2b$10$YhrDgDin4eMgTWMQOJLzWuBAGLBoW3jjB4j.0WQ.aZDnUaotztewK','waiter',1,1,'2026-11-26 21:51:56.336041');
INSERT INTO "users" VALUES(2,'nikos','Νίκος','$2b$10$Ux/sviPzDLUFfMhzJiF4a.OpAxIkj4Aih4GUeopLmMfW32PrfVGLG','waiter',1,1,'2026-11-26 21:51:56.336041');
INSERT INTO "users" VALUES(3,'giorgos','Γιώργος','$2b$10$EE7EXIMZOWKMD8OysyZC..YzL/DCociJBycxzyxdRl5Do/aaAu2o.','waiter',1,1,'2026-11-26 21:51:56.336041');
INSERT INTO "users" VALUES(4,'eleni','Ελένη','$2b$10$7EuI/HU6ektWamjmMHEq9eAXIRMjeNn4z5dKSgEsxYDeCi8QVvQI6','manager',1,1,'2026-11-26 21:51:56.336041');
CREATE TABLE zones (
	id VARCHAR(32) NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	name_en VARCHAR(60) NOT NULL, 
	deleted_at DATETIME, 
	CONSTRAINT pk_zones PRIMARY KEY (id)
);
INSERT INTO "zones" VALUES('kitchen','Κουζίνα','Kitchen',NULL);
INSERT INTO "zones" VALUES('bar','Μπαρ','Bar',NULL);
CREATE INDEX ix_agent_commands_printer_id ON agent_commands (printer_id);
CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (created_at);
CREATE INDEX ix_audit_log_subject ON audit_log (subject);
CREATE INDEX ix_cash_ups_business_day ON cash_ups (business_day);
CREATE INDEX ix_known_devices_user_id ON known_devices (user_id);
CREATE INDEX ix_printers_zone_id ON printers (zone_id);
CREATE INDEX ix_orders_business_day ON orders (business_day);
CREATE INDEX ix_orders_opener ON orders (opened_by, id);
CREATE INDEX ix_orders_status ON orders (status, id);
CREATE INDEX ix_orders_table ON orders (table_id, id);
CREATE UNIQUE INDEX uq_orders_active_table ON orders (table_id) WHERE status IN ('open', 'partially_paid', 'paid');
CREATE INDEX ix_products_category_id ON products (category_id);
CREATE INDEX ix_order_waiters_waiter_id ON order_waiters (waiter_id);
CREATE INDEX ix_payments_business_day ON payments (business_day);
CREATE INDEX ix_payments_order_id ON payments (order_id);
CREATE INDEX ix_payments_taken_back_day ON payments (taken_back_day);
CREATE INDEX ix_product_ingredients_product_id ON product_ingredients (product_id);
CREATE INDEX ix_product_options_product_id ON product_options (product_id);
CREATE INDEX ix_product_preference_sets_product_id ON product_preference_sets (product_id);
CREATE INDEX ix_product_zones_zone_id ON product_zones (zone_id);
CREATE INDEX ix_order_items_business_day ON order_items (business_day);
CREATE INDEX ix_order_items_order_id ON order_items (order_id);
CREATE INDEX ix_order_items_round_id ON order_items (round_id);
CREATE INDEX ix_print_jobs_number ON print_jobs (printer_id, business_day, ticket_number);
CREATE INDEX ix_print_jobs_open ON print_jobs (printer_id, position) WHERE state IN ('new', 'sent', 'accepted', 'printing');
CREATE INDEX ix_print_jobs_order_id ON print_jobs (order_id);
CREATE INDEX ix_print_jobs_round_id ON print_jobs (round_id);
CREATE INDEX ix_product_preference_choices_preference_set_id ON product_preference_choices (preference_set_id);
CREATE INDEX ix_adjustments_business_day ON adjustments (business_day);
CREATE INDEX ix_adjustments_order_id ON adjustments (order_id);
CREATE INDEX ix_alerts_open ON alerts (id) WHERE acted_at IS NULL;
CREATE INDEX ix_alerts_order_id ON alerts (order_id);
CREATE INDEX ix_payment_items_item_id ON payment_items (item_id);
CREATE INDEX ix_print_log_job_id ON print_log (job_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('product_options',32);
INSERT INTO "sqlite_sequence" VALUES('product_ingredients',70);
INSERT INTO "sqlite_sequence" VALUES('product_preference_sets',18);
INSERT INTO "sqlite_sequence" VALUES('product_preference_choices',48);
COMMIT;
